import { t } from '@vscode/l10n';
import { withoutSecrets } from '../../clouds/http/redact.ts';
import type { Account } from '../../model/account.ts';
import { asLine } from '../../model/untrusted-text.ts';

/** What goes into the page, as it is found. */
export interface SupportFacts {
  readonly versions: readonly string[];
  readonly settings: readonly (readonly [name: string, value: unknown])[];
  readonly accounts: readonly Account[];
  readonly queues: readonly { readonly accountId: string; readonly state: unknown }[];
  /** The log of the window so far; absent where there is none. */
  readonly log: string | undefined;
}

/** How many of the last lines of the log go along, and how long they are together at most, in UTF-16 units. */
const mostLines = 400;
const mostLength = 200_000;

/**
 * The page that helps to find a fault. Secrets are taken out before anything is cut off: a part of one would not be
 * known for what it is.
 */
export function supportText(
  title: string,
  { versions, settings, accounts, queues, log }: SupportFacts,
): string {
  const note = t(
    'Keys, tokens and signatures are taken out. Names of accounts, shares and resources are not: read it before you pass it on.',
  );
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [t('Versions'), versions],
    [t('Settings'), settings.map(([name, value]) => `${name}: ${JSON.stringify(value)}`)],
    [t('Accounts'), accounts.map(accountLine)],
    [t('Queues'), queues.map(({ accountId, state }) => `${accountId} ${JSON.stringify(state)}`)],
  ];
  const logLines = log === undefined ? [t('There is no log yet.')] : newest(withoutSecrets(log));
  return [
    ...[`# ${title}`, '', note, ''],
    ...sections.flatMap(([name, lines]) =>
      section(
        name,
        lines.map((line) => withoutSecrets(line)),
      ),
    ),
    ...section(t('Log'), logLines),
  ].join('\n');
}

function section(name: string, lines: readonly string[]): readonly string[] {
  return [`## ${name}`, '', ...lines.map(asLine), ''];
}

function accountLine({ id, label, ownerId, regions, ...rest }: Account): string {
  return [id, label, ownerId, regions.join(' '), JSON.stringify(rest)].join(' · ');
}

/** The last lines: what went wrong stands at the end. */
function newest(log: string): readonly string[] {
  const kept: string[] = [];
  let left = mostLength;
  for (const line of log.trimEnd().split('\n').slice(-mostLines).reverse()) {
    if (line.length > left) {
      // Of the longest its end, too.
      kept.push(`…${line.slice(line.length - left)}`);
      break;
    }
    kept.push(line);
    left -= line.length;
  }
  return kept.reverse();
}
