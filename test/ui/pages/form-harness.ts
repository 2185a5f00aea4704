import type { Locator } from 'playwright-core';
import { abilities } from '../../../src/clouds/alibaba/abilities.ts';
import {
  FormSession,
  type FormStart,
  type ShareFormServices,
} from '../../../src/vscode/forms/form-session.ts';
import { emptyDraft } from '../../unit/webview/drafts.ts';
import { HostedPage, PageHarness, type PageOptions } from './page-harness.ts';

type FormOptions = Omit<PageOptions, 'name' | 'title'> & {
  readonly services?: Partial<ShareFormServices>;
  readonly start?: Partial<FormStart>;
};

/** What happened at the host of a form. */
interface FormEvents {
  readonly titles: string[];
  readonly copied: string[];
  readonly logged: string[];
  closed: boolean;
}

/** The built form in Chromium, with the real session as its host. */
export class FormHarness extends HostedPage {
  readonly session: FormSession;
  readonly #events: FormEvents;

  private constructor(harness: PageHarness, session: FormSession, events: FormEvents) {
    super(harness);
    this.session = session;
    this.#events = events;
  }

  static async open(options: FormOptions = {}): Promise<FormHarness> {
    const { services = {}, start = {}, ...page } = options;
    const events: FormEvents = { titles: [], copied: [], logged: [], closed: false };
    let shown: PageHarness | undefined;
    const session = new FormSession(
      {
        post: (message) => {
          if (!events.closed) shown?.post(message);
        },
        draftReplaced: ({ share }) => events.titles.push(share?.name ?? 'new'),
        copy: (text) => events.copied.push(text),
        close: () => {
          events.closed = true;
        },
      },
      { ...standardServices, log: (message) => events.logged.push(message), ...services },
      {
        draft: emptyDraft,
        destinationOpen: false,
        openedAt: 0,
        language: { locale: 'en' },
        ...start,
      },
    );
    const harness = await PageHarness.open(
      { ...page, name: 'form', title: 'Create resource share' },
      (data, opened) => {
        shown = opened;
        session.receive(data);
      },
    );
    return new FormHarness(harness, session, events);
  }

  get titles(): readonly string[] {
    return this.#events.titles;
  }

  get copied(): readonly string[] {
    return this.#events.copied;
  }

  get logged(): readonly string[] {
    return this.#events.logged;
  }

  get closed(): boolean {
    return this.#events.closed;
  }

  async close(): Promise<void> {
    this.#events.closed = true;
    this.session.dispose();
    await this.harness.close();
  }

  row(kind: 'Resource' | 'Principal' | 'Tag', index: number): Locator {
    return this.page.getByRole('group', { name: new RegExp(`^${kind} ${index} of`, 'u') });
  }

  /** What a screen reader says after the name of the focused or given control. */
  description(control: Locator): Promise<string> {
    return control.evaluate((element) =>
      (element.ariaDescribedByElements ?? [])
        .map((text) => (text as HTMLElement).innerText.trim())
        .join('\n'),
    );
  }
}

const standardServices: ShareFormServices = {
  accounts: () => [
    {
      id: 'owner',
      cloud: 'alibaba',
      label: 'Network team',
      ownerId: '1512666876910123',
      regions: ['cn-hangzhou', 'cn-shanghai'],
      sandbox: true,
    },
    {
      id: 'member',
      cloud: 'alibaba',
      label: 'Web shop',
      ownerId: '1720505253001234',
      regions: ['cn-beijing'],
    },
  ],
  abilities: () => Promise.resolve(abilities),
  permissions: () =>
    Promise.resolve(
      ['VSwitch', 'Image', 'KMSInstance'].flatMap((resourceType) => {
        const permission = (name: string, isDefault: boolean) => ({
          id: name,
          name,
          version: 'v1',
          resourceType,
          isDefault,
        });
        const standard = permission(`AliyunRSDefaultPermission${resourceType}`, true);
        return resourceType === 'KMSInstance'
          ? [permission('AliyunRSPermissionKMSInstanceReadWrite', false), standard]
          : [standard];
      }),
    ),
  shareRows: () => [],
  submit: () => Promise.resolve({ kind: 'done' }),
  showPlan: () => Promise.resolve(false),
  failedUnseen: () => undefined,
  log: () => undefined,
};
