import type { CloudId } from '../../model/account.ts';

/** The files that profiles are read from. */
export const profileFiles = {
  /** The vendor's command line. */
  aliyun: 'alibaba',
  /** The vendor's SDKs. */
  huaweicloud: 'huawei',
  /** KooCLI, the vendor's command line. */
  hcloud: 'huawei',
} as const satisfies Readonly<Record<string, CloudId>>;

export type ProfileFile = keyof typeof profileFiles;

/** Where the keys of an account lie. */
export type Source =
  | { readonly kind: 'stored' }
  | { readonly kind: 'environment' }
  | { readonly kind: 'profile'; readonly file: ProfileFile; readonly name: string };

/** A source as an account remembers it; absent for stored keys. */
export function sourceText(source: Source): string | undefined {
  if (source.kind === 'stored') return undefined;
  return source.kind === 'environment' ? source.kind : `${source.file}:${source.name}`;
}

/** Undefined for a text that is none: nothing is guessed. */
export function parseSource(text: string | undefined): Source | undefined {
  if (text === undefined) return { kind: 'stored' };
  if (text === 'environment') return { kind: 'environment' };
  const [, file = '', name = ''] = /^([a-z]+):(.+)$/su.exec(text) ?? [];
  return isFile(file) ? { kind: 'profile', file, name } : undefined;
}

function isFile(text: string): text is ProfileFile {
  return Object.hasOwn(profileFiles, text);
}
