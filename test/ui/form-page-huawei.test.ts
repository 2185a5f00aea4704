import assert from 'node:assert/strict';
import { planDraft } from '../../src/changes/draft-change.ts';
import type { ShareDraft } from '../../src/changes/draft.ts';
import { abilities } from '../../src/clouds/huawei/abilities.ts';
import { FormHarness } from './pages/form-harness.ts';
import {
  badHuaweiDraft,
  huaweiDraft,
  huaweiServices,
  readOnlyId,
  ownerId,
  partnerId,
  subnetUrn,
  unitUrn,
} from './pages/huawei-form.ts';
import { send } from './pages/form-sending.ts';

describe('the share form on Huawei Cloud', () => {
  let form: FormHarness;

  afterEach(() => form.close());

  it('creates with a description, tags and URNs, filled in by hand and by pasting', async () => {
    const sent: ShareDraft[] = [];
    form = await FormHarness.open({
      start: { draft: huaweiDraft },
      services: {
        ...huaweiServices,
        submit: (draft) => {
          sent.push(draft);
          return Promise.resolve({ kind: 'done' });
        },
      },
    });
    const { page } = form;
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('net-shared');
    await page.getByRole('textbox', { name: 'Description' }).fill('subnets for team B');
    await page.getByRole('button', { name: 'Add resource' }).click();
    await page.keyboard.type(subnetUrn('s-1'));
    await form.row('Resource', 1).getByText('vpc:subnet', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Add principal' }).click();
    await page.keyboard.type(unitUrn);
    await form.row('Principal', 1).getByText('Organisational unit', { exact: true }).waitFor();
    await page.getByRole('combobox', { name: 'vpc:subnet' }).click();
    await page.getByRole('option', { name: 'vpc subnet read only' }).click();

    await page.getByRole('button', { name: 'Add tag' }).click();
    await page.keyboard.type('env');
    await page.keyboard.press('Tab');
    await page.keyboard.type('test');
    const tags = page.getByRole('region', { name: /^Tags/u });
    await tags.getByRole('button', { name: 'Paste a list…' }).click();
    await tags.getByRole('textbox', { name: 'List of tags' }).fill('team=net=core\nowner\n');
    await tags.getByText('2 entries').waitFor();
    await tags.getByRole('button', { name: 'Add to the list' }).click();
    await form.row('Tag', 3).waitFor();
    await form.row('Tag', 3).getByRole('button', { name: 'Remove tag 3' }).click();
    await page.getByText('Will be sent in 1 call: 1 resource and 1 principal.').waitFor();
    assert.deepEqual(await form.violations(), []);

    await send(form);
    while (!form.closed) await new Promise((resolve) => setTimeout(resolve, 20));
    const [draft] = sent;
    assert.ok(draft);
    assert.deepEqual(
      planDraft(draft, abilities).parts.flatMap(({ steps }) => steps),
      [
        {
          kind: 'create',
          request: {
            name: 'net-shared',
            description: 'subnets for team B',
            allowExternal: true,
            resources: [{ arn: subnetUrn('s-1') }],
            principals: [{ id: unitUrn }],
            permissions: [readOnlyId],
            tags: [
              { key: 'env', value: 'test' },
              { key: 'team', value: 'net=core' },
            ],
          },
        },
      ],
    );
  });

  it('speaks of URNs, has no types to choose and no region, and says what the flag means', async () => {
    form = await FormHarness.open({ start: { draft: badHuaweiDraft }, services: huaweiServices });
    const { page } = form;
    await page.getByRole('combobox', { name: 'vpc:subnet' }).waitFor();
    assert.equal(await page.getByRole('combobox', { name: /^Type/u }).count(), 0);
    const text = await page.locator('body').innerText();
    assert.doesNotMatch(text, /\bARN|global|folder|service/u);
    assert.match(text, /Only accounts and organisational units of your organisation/u);
    assert.match(text, /1 to 64 letters, digits, Chinese characters, dots/u);
    await page.getByRole('checkbox', { name: 'Allow principals outside' }).focus();
    await page.keyboard.press('Space');
    await page.getByText('Any account can be added.').waitFor();
    await page.getByText('By itself the cloud would allow outside').waitFor();
  });

  for (const theme of ['dark', 'hc'] as const) {
    it(`says at each field what is wrong, and axe-core objects to nothing, theme ${theme}`, async () => {
      form = await FormHarness.open({
        theme,
        start: { draft: badHuaweiDraft },
        services: huaweiServices,
      });
      const { page } = form;
      await page.getByRole('combobox', { name: 'vpc:subnet' }).waitFor();
      assert.deepEqual(await form.violations(), []);
      await send(form);
      const summary = page.getByRole('group', { name: /^Nothing was sent: 9/u });
      await summary.waitFor();
      assert.deepEqual(await form.violations(), []);

      const row = (kind: 'Resource' | 'Principal' | 'Tag', index: number) => form.row(kind, index);
      await row('Resource', 2).getByText(`belongs to the account ${partnerId}`).waitFor();
      await row('Resource', 3).getByText('Enter the URN of the resource.').waitFor();
      await row('Resource', 4).getByText('obs:bucket', { exact: true }).waitFor();
      await row('Principal', 1).getByText('outside your organisation are refused').waitFor();
      await row('Principal', 2).getByText('This is the account that shares.').waitFor();
      await row('Tag', 2).getByText('This key is in the list already.').waitFor();
      await row('Tag', 3).getByText('Enter a key for this value.').waitFor();
      await row('Tag', 4).getByText('not allowed in a value: ,').waitFor();

      await summary.getByRole('link', { name: /^Description/u }).click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('for team B');
      const description = page.getByRole('textbox', { name: 'Description' });
      assert.equal(await description.inputValue(), 'for team B');
      await summary.getByRole('link', { name: /^Tag 4.*value/u }).click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('ab');
      const value = row('Tag', 4).getByRole('textbox', { name: 'Value' });
      assert.equal(await value.inputValue(), 'ab');
    });
  }

  it('asks for neither description nor tags when a share is extended', async () => {
    const share = { id: 'rs-1', name: 'net-shared', allowExternal: true };
    form = await FormHarness.open({
      start: { draft: { ...huaweiDraft, share } },
      services: huaweiServices,
    });
    await form.page.getByRole('heading', { name: 'Add to net-shared' }).waitFor();
    assert.equal(await form.page.getByRole('textbox', { name: 'Description' }).count(), 0);
    assert.equal(await form.page.getByRole('button', { name: 'Add tag' }).count(), 0);
    assert.match(await form.page.locator('header').innerText(), new RegExp(`${ownerId}\\)$`, 'mu'));
  });

  it('needs no sideways scrolling at 320 pixels', async () => {
    form = await FormHarness.open({
      viewport: { width: 320, height: 600 },
      start: { draft: badHuaweiDraft },
      services: huaweiServices,
    });
    await form.page.getByRole('combobox', { name: 'vpc:subnet' }).waitFor();
    await send(form);
    await form.page.getByText('Nothing was sent').waitFor();
    assert.equal(await form.hasSidewaysScroll(), false);
  });
});
