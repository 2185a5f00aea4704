import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../../scripts/chromium.ts';

let browser: Promise<Browser> | undefined;

/** One browser for all tests of a run; each window gets a context of its own. */
export function sharedBrowser(): Promise<Browser> {
  browser ??= launchChromium();
  return browser;
}

/** The windows that are open now. */
export async function openPages(): Promise<readonly Page[]> {
  const contexts = (await browser)?.contexts() ?? [];
  return contexts.flatMap((context) => context.pages());
}

export async function closeSharedBrowser(): Promise<void> {
  const open = browser;
  browser = undefined;
  await (await open)?.close();
}
