import assert from 'node:assert/strict';
import type { ShareDraft } from '../../src/changes/draft.ts';
import { CloudError } from '../../src/clouds/cloud-error.ts';
import type { SubmitOptions, SubmitResult } from '../../src/vscode/forms/form-session.ts';
import { badDraft, denied, goodDraft } from './pages/form-drafts.ts';
import { emptyDraft } from '../unit/webview/drafts.ts';
import { FormHarness } from './pages/form-harness.ts';
import { failing, send, sendButton } from './pages/form-sending.ts';

describe('the share form in a browser', () => {
  let form: FormHarness;

  afterEach(() => form.close());

  it('creates a share by the keyboard alone', async () => {
    const sent: ShareDraft[] = [];
    form = await FormHarness.open({ services: { submit: succeeding(sent) } });
    const { keyboard } = form.page;
    await form.page.getByRole('textbox', { name: 'Name', exact: true }).focus();
    await keyboard.type('keyboard-share');
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await form.row('Resource', 1).waitFor();
    await keyboard.type('m-bp1');
    await keyboard.press('Shift+Tab');
    await keyboard.press('ArrowDown');
    for (let down = 0; down < 7; down += 1) await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await tabTo(form, 'Add principal');
    await keyboard.press('Enter');
    await form.row('Principal', 1).waitFor();
    await keyboard.type('rd-3Gabcd');
    await tabTo(form, 'Create share');
    await keyboard.press('Enter');
    await until(() => form.closed);
    assert.equal(sent.length, 1);
    const [draft] = sent;
    assert.equal(draft?.name, 'keyboard-share');
    assert.equal(draft.allowExternal, true);
    assert.deepEqual(draft.resources, [{ type: 'Image', value: 'm-bp1', property: '' }]);
    assert.deepEqual(
      draft.principals.map(({ id }) => id),
      ['rd-3Gabcd'],
    );
  });

  it('makes rows of pasted lists and says how many calls they take', async () => {
    const sent: ShareDraft[] = [];
    form = await FormHarness.open({
      start: { draft: { ...emptyDraft, name: 'pasted' } },
      services: { submit: succeeding(sent) },
    });
    const vSwitches = Array.from({ length: 12 }, (_, index) => `vsw-${index + 1}`);
    await form.page.getByRole('button', { name: 'Paste a list…' }).first().click();
    const list = form.page.getByRole('textbox', { name: 'List of resources' });
    await list.fill(`${vSwitches.slice(0, 5).join(', ')}\n${vSwitches.slice(5).join('\n')}\n`);
    await form.page.getByText('12 entries').waitFor();
    await form.page.getByRole('button', { name: 'Add to the list' }).click();
    await form.row('Resource', 12).waitFor();

    // A list that is pasted into a field becomes rows as well.
    await form.page.getByRole('button', { name: 'Add principal' }).click();
    const accounts = Array.from({ length: 7 }, (_, index) => `172050525300123${index}`);
    await pasteInto(form, accounts.join(' '));
    await form.row('Principal', 7).waitFor();
    await form.page.getByText('Will be sent in 3 calls: 12 resources and 7 principals.').waitFor();
    assert.equal(await form.row('Principal', 8).count(), 0);

    await send(form);
    await until(() => form.closed);
    assert.deepEqual(
      sent[0]?.resources.map(({ type, value }) => `${type} ${value}`),
      vSwitches.map((id) => `VSwitch ${id}`),
    );
    assert.deepEqual(
      sent[0].principals.map(({ id }) => id),
      accounts,
    );
  });

  it('takes hundreds of rows without making lists that nobody opens, and makes the one that is opened', async () => {
    form = await FormHarness.open({ start: { draft: { ...emptyDraft, name: 'bulk' } } });
    await form.page.getByRole('button', { name: 'Paste a list…' }).first().click();
    const list = form.page.getByRole('textbox', { name: 'List of resources' });
    await list.fill(Array.from({ length: 200 }, (_, index) => `vsw-${index + 1}`).join('\n'));
    await form.page.getByRole('button', { name: 'Add to the list' }).click();
    await form.page.getByText('Will be sent in 40 calls: 200 resources.').waitFor();
    assert.equal(
      await form.page.getByRole('combobox').count(),
      201,
      'a type each, and one for lists',
    );
    // The list of each measures itself, for which the whole page is laid out: 200 of them took seconds.
    const lists = form.page.locator('vscode-scrollable');
    assert.equal(await lists.count(), 0);
    await form.row('Resource', 150).getByRole('combobox', { name: 'Type' }).click();
    await form.page.getByRole('option', { name: 'Image', exact: true }).click();
    await until(() => form.session.draft.resources[149]?.type === 'Image');
    assert.equal(await lists.count(), 1);
    assert.equal(form.session.draft.resources[150]?.type, 'VSwitch');
  });

  it('says what is wrong at the field while one types, and leaves untouched fields alone', async () => {
    form = await FormHarness.open();
    const name = form.page.getByRole('textbox', { name: 'Name', exact: true });
    assert.equal(await name.getAttribute('aria-invalid'), 'false');
    await name.fill('two words');
    await form.page.getByText('These characters are not allowed in a name: space').waitFor();
    assert.equal(await name.getAttribute('aria-invalid'), 'true');
    assert.match(await form.description(name), /not allowed in a name.*\n1 to 50/u);
    await name.fill('one-word');
    await until(async () => (await name.getAttribute('aria-invalid')) === 'false');
    assert.equal(await form.page.locator('.problem').count(), 0);
  });

  it('lists what stands in the way, focuses it, and leads to each field', async () => {
    form = await FormHarness.open({ start: { draft: badDraft } });
    await send(form);
    const summary = form.page.getByRole('group', { name: /Nothing was sent: 4/u });
    await summary.waitFor();
    assert.equal(await summary.evaluate((element) => element === document.activeElement), true);
    await summary.getByRole('link', { name: /^Resource 2/u }).click();
    await form.page.keyboard.type('-other');
    const second = form.row('Resource', 2).getByRole('textbox', { name: 'Id or ARN' });
    assert.match(await second.inputValue(), /-other/u);
    await summary.getByRole('link', { name: /^Resource 3/u }).click();
    await form.page.keyboard.press('ControlOrMeta+A');
    await form.page.keyboard.type('{}');
    const properties = form.row('Resource', 3).getByRole('textbox', { name: 'Properties' });
    assert.equal(await properties.inputValue(), '{}');
  });

  it('shows a refusal in words where it was started, and keeps what was typed', async () => {
    form = await FormHarness.open({
      start: { draft: goodDraft },
      services: { submit: failing({ notSent: goodDraft }) },
    });
    await send(form);
    const box = form.page.getByRole('group', { name: 'The keys may not make this call.' });
    await box.waitFor();
    assert.equal(await box.evaluate((element) => element === document.activeElement), true);
    const text = await box.innerText();
    for (const part of [denied.code, denied.message, denied.advice, denied.requestId]) {
      assert.ok(part !== undefined && text.includes(part), part);
    }
    await box.getByRole('button', { name: 'Copy request id' }).click();
    await until(() => form.copied.length > 0);
    assert.deepEqual(form.copied, [denied.requestId]);
    const name = form.page.getByRole('textbox', { name: 'Name', exact: true });
    assert.equal(await name.inputValue(), 'network-share');
    const resource = form.row('Resource', 1).getByRole('textbox', { name: 'Id or ARN' });
    assert.equal(await resource.inputValue(), 'vsw-bp183p93qs667muqlabcd');
    assert.equal(await sendButton(form).isEnabled(), true);
  });

  it('goes on with what is left when the share was created and a later call failed', async () => {
    const share = { id: 'rs-1', name: 'network-share', allowExternal: false };
    form = await FormHarness.open({
      start: { draft: goodDraft },
      services: {
        submit: failing({
          done: ['Share network-share created'],
          notSent: { ...goodDraft, share, resources: [] },
        }),
      },
    });
    await send(form);
    await form.page.getByRole('heading', { name: 'Add to network-share' }).waitFor();
    await form.page.getByText('Share network-share created').waitFor();
    await form.page.getByRole('button', { name: 'Add to share' }).waitFor();
    await form.row('Principal', 1).waitFor();
    assert.equal(await form.row('Resource', 1).count(), 0);
    assert.equal(await form.page.getByRole('textbox', { name: 'Name', exact: true }).count(), 0);
    assert.equal(form.titles.at(-1), 'network-share');
  });

  it('shows the progress, lets nothing be changed meanwhile, and cancels', async () => {
    let progress: SubmitOptions['onProgress'] | undefined;
    form = await FormHarness.open({
      start: { draft: goodDraft },
      services: {
        submit: (draft, options) => {
          progress = options.onProgress;
          return new Promise((resolve) => {
            options.signal.addEventListener('abort', () => {
              resolve({
                kind: 'failed',
                error: { ...denied, kind: 'cancelled', code: 'Cancelled' },
                done: [],
                notSent: draft,
              });
            });
          });
        },
      },
    });
    await send(form);
    await until(() => progress !== undefined);
    progress?.(1, 3);
    await form.page.getByText('Sending: 1 of 3 calls done').waitFor();
    assert.deepEqual(await form.violations(), []);
    assert.equal(await sendButton(form).getAttribute('disabled'), '');
    assert.equal(await form.page.locator('.fields').evaluate(isInert), true);
    await form.page.keyboard.press('Enter');
    await form.page.getByRole('group', { name: 'Cancelled' }).waitFor();
    assert.equal(await form.page.locator('.fields').evaluate(isInert), false);
  });

  it('brings the draft back after it was hidden', async () => {
    form = await FormHarness.open();
    await form.page.getByRole('textbox', { name: 'Name', exact: true }).fill('half-done');
    await form.page.getByRole('button', { name: 'Add principal' }).click();
    await form.page.keyboard.type('fd-4Pv');
    await form.reload();
    const name = form.page.getByRole('textbox', { name: 'Name', exact: true });
    assert.equal(await name.inputValue(), 'half-done');
    assert.equal(await form.row('Principal', 1).getByRole('textbox').inputValue(), 'fd-4Pv');
    assert.match(await form.row('Principal', 1).innerText(), /Folder/u);
  });

  it('recognises ARNs, services and types with properties while one types', async () => {
    form = await FormHarness.open();
    await form.page.getByRole('button', { name: 'Add resource' }).click();
    const resource = form.row('Resource', 1);
    const properties = resource.getByRole('textbox', { name: 'Properties' });
    assert.equal(await properties.count(), 0);
    await form.page.keyboard.type(
      'acs:servicecatalog:cn-hangzhou:1512666876910123:portfolio/port-1',
    );
    await properties.waitFor();
    assert.equal(await resource.getByRole('combobox', { name: 'Type' }).innerText(), 'By ARN');

    await form.page.getByRole('button', { name: 'Add principal' }).click();
    const principal = form.row('Principal', 1);
    await form.page.keyboard.type('example.aliyuncs.com');
    await principal.getByRole('combobox', { name: 'When it has access' }).click();
    await principal.getByRole('option', { name: 'Daily' }).click();
    await principal.getByRole('textbox', { name: 'To', exact: true }).fill('25:00');
    await principal.getByText('Enter times as hours and minutes').waitFor();
  });

  it('reads the permissions when there is a type to have one, and again when that failed', async () => {
    let calls = 0;
    form = await FormHarness.open({
      services: {
        permissions: () => {
          calls += 1;
          if (calls === 1) return Promise.reject(new CloudError(denied));
          return Promise.resolve([permission('Standard', true), permission('ReadWrite', false)]);
        },
      },
    });
    assert.equal(calls, 0);
    await form.page.getByRole('button', { name: 'Add resource' }).click();
    await form.page.keyboard.type('vsw-1');
    await form.page.getByText('The permissions could not be read').waitFor();
    await form.page.getByRole('button', { name: 'Try again' }).click();
    const select = form.page.getByRole('combobox', { name: 'VSwitch', exact: true });
    await select.waitFor();
    assert.equal(await select.innerText(), 'Standard (default)');
    await select.click();
    await form.page.getByRole('option', { name: 'ReadWrite' }).click();
    await until(() => form.session.draft.permissions.VSwitch === 'ReadWrite');
    assert.equal(calls, 2);
  });

  it('follows the choice of another account', async () => {
    form = await FormHarness.open({ start: { destinationOpen: true } });
    await form.page.getByRole('combobox', { name: 'Account' }).click();
    await form.page.getByRole('option', { name: /Web shop/u }).click();
    await until(() => form.session.draft.destination.region === 'cn-beijing');
    await until(async () => (await form.page.getByRole('combobox').count()) === 1);
    await until(() =>
      form.page.evaluate(() => document.activeElement?.localName === 'late-select'),
    );
  });

  it('shows names as text, whatever is in them', async () => {
    const name = '<img src=x onerror=alert(1)>[link](command:x)';
    form = await FormHarness.open({
      start: { draft: { ...goodDraft, share: { id: 'rs-1', name, allowExternal: true } } },
    });
    await form.page.getByRole('heading', { name: `Add to ${name}` }).waitFor();
    assert.equal(await form.page.locator('img').count(), 0);
    assert.deepEqual(form.complaints, []);
  });

  it('drops messages that it does not know, says so, and goes on', async () => {
    form = await FormHarness.open({ start: { draft: { ...emptyDraft, name: 'kept' } } });
    const unknown = [
      { type: 'runScript', text: 'globalThis.hacked = 1' },
      { type: 'init', draft: 'canary' },
      '<img src=x onerror="globalThis.hacked=1">',
      null,
    ];
    for (const data of unknown)
      await form.page.evaluate((one) => window.postMessage(one, '*'), data);
    await until(() => form.logged.length === unknown.length);
    assert.ok(form.logged.every((line) => line.startsWith('Form: the page dropped a message: ')));
    assert.doesNotMatch(form.logged.join(), /canary|hacked/u);
    const name = form.page.getByRole('textbox', { name: 'Name', exact: true });
    assert.equal(await name.inputValue(), 'kept');
    assert.equal(await form.page.evaluate('typeof globalThis.hacked'), 'undefined');
  });

  it('speaks the language of its bundle', async () => {
    form = await FormHarness.open({
      start: { language: { locale: 'zh-cn', l10n: { Name: '名称', 'Add resource': '添加资源' } } },
    });
    await form.page.getByRole('textbox', { name: '名称' }).waitFor();
    await form.page.getByRole('button', { name: '添加资源' }).waitFor();
    assert.equal(await form.page.locator('html').getAttribute('lang'), 'zh-cn');
  });
});

function isInert(element: Element): boolean {
  return (element as HTMLElement).inert;
}

function succeeding(sent: ShareDraft[]): (draft: ShareDraft) => Promise<SubmitResult> {
  return (draft) => {
    sent.push(draft);
    return Promise.resolve({ kind: 'done' });
  };
}

function permission(name: string, isDefault: boolean) {
  return { id: name, name, version: 'v1', resourceType: 'VSwitch', isDefault };
}

/** Presses Tab until a button of that name has the focus. */
async function tabTo(form: FormHarness, name: string): Promise<void> {
  const target = form.page.getByRole('button', { name, exact: true });
  for (let presses = 0; presses < 30; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await form.page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not reach ${name}`);
}

/** As when the clipboard is pasted into the focused field. */
async function pasteInto(form: FormHarness, text: string): Promise<void> {
  await form.page.evaluate((pasted) => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    focused?.dispatchEvent(
      new ClipboardEvent('paste', {
        clipboardData,
        bubbles: true,
        cancelable: true,
        composed: true,
      }),
    );
  }, text);
}

/** Waits for a condition that no locator can say; the time limit of the test ends it. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
