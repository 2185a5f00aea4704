import { config } from '@vscode/l10n';
import type { Language } from '../message.ts';

/** From here on the page speaks this language. */
export function speak({ locale, l10n }: Language): void {
  document.documentElement.lang = locale;
  if (l10n) config({ contents: l10n });
}
