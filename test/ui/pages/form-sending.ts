import type { Locator } from 'playwright-core';
import type { ShareDraft } from '../../../src/changes/draft.ts';
import type { SubmitResult } from '../../../src/vscode/forms/form-session.ts';
import { denied } from './form-drafts.ts';
import type { FormHarness } from './form-harness.ts';

export function sendButton(form: FormHarness): Locator {
  return form.page.getByRole('button', { name: /^(Create share|Add to share)$/u });
}

export async function send(form: FormHarness): Promise<void> {
  await sendButton(form).click();
}

export function failing(result: {
  readonly done?: readonly string[];
  readonly notSent: ShareDraft;
}): () => Promise<SubmitResult> {
  return () => Promise.resolve({ kind: 'failed', error: denied, done: [], ...result });
}
