import type { Browser } from 'playwright-core';
import { launchChromium } from '../../../scripts/chromium.ts';

let browser: Promise<Browser> | undefined;

/** One browser for all tests of a run; each window gets a context of its own. */
export function sharedBrowser(): Promise<Browser> {
  browser ??= launchChromium();
  return browser;
}

export async function closeSharedBrowser(): Promise<void> {
  const open = browser;
  browser = undefined;
  await (await open)?.close();
}
