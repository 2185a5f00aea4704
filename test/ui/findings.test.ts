import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { Locator } from 'playwright-core';
import { control, sharesNamed } from './harness/control.ts';
import { elsewhere } from './harness/somebody-else.ts';
import { TreeView } from './harness/tree-view.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

const owner = 'Harbour Group (owner)';

describe('findings', () => {
  let workbench: Workbench;
  let findings: TreeView;
  let outsider: string;
  let problems: Locator;

  before(async () => {
    workbench = await launchWorkbench();
    await workbench.openSharesView();
    await workbench.tree.find('network-hub-prod');
    findings = new TreeView(workbench.page, 'Findings');
    problems = workbench.page.locator('.markers-panel');
    const known = workbench.sandbox.description.accounts.map(({ accountId }) => accountId);
    const [share] = await sharesNamed(workbench.sandbox, 'partner-snapshots');
    outsider =
      share?.associations.find(
        ({ AssociationType, EntityId }) =>
          AssociationType === 'Target' && !known.includes(EntityId),
      )?.EntityId ?? '';
    assert.match(outsider, /^\d{16}$/u);
  });

  after(() => workbench.close());

  /** The first row of a finding of the outsider. */
  const ofOutsider = (share: string) =>
    findings.items.filter({ hasText: outsider }).filter({ hasText: share }).first();

  /** Until the row says it, whatever else it says. */
  async function untilSaid(label: string, said: RegExp): Promise<void> {
    await findings.row(label).filter({ hasText: said }).first().waitFor();
  }

  /** Puts a text in place of all that is in the open editor, and saves it. */
  async function rewrite(text: string): Promise<void> {
    const editor = workbench.page.locator('.editor-instance .monaco-editor').last();
    await editor.locator('.view-lines').click();
    await workbench.page.keyboard.press('ControlOrMeta+A');
    await workbench.page.keyboard.insertText(text);
    await workbench.page.keyboard.press('ControlOrMeta+S');
  }

  /** What the badge of all views counts beside the invitations, which stand in their view. */
  async function badgeBesideInvitations(): Promise<number> {
    const invitations = new TreeView(workbench.page, 'Invitations').items;
    const badge = workbench.container.locator('.badge-content');
    return Number(await badge.innerText()) - (await invitations.count());
  }

  /** Opens the Problems panel: with one more click where VS Code lost one. */
  async function openProblems(): Promise<void> {
    while (!(await problems.isVisible())) {
      await workbench.page.locator('#status\\.problems a').click();
      await problems.waitFor({ timeout: 3_000 }).catch(() => undefined);
    }
  }

  /** Names a file of the open folder, once VS Code has put its own proposal there. */
  async function answerWithFile(name: string): Promise<void> {
    const { input } = workbench.quickInput;
    let proposed = '';
    while (!proposed.includes('Untitled')) {
      await workbench.page.waitForTimeout(100);
      proposed = await input.inputValue();
    }
    await workbench.quickInput.answer(proposed.replace(/[^/]*$/u, name));
  }

  it('lists outsiders, and what is wrong with shares, with their counts', async () => {
    await workbench.tree.pane.locator('.pane-header').click();
    await workbench.runCommand('Resource Shares: Show outsiders');
    // Everything has been read, so that no row comes between the others any more.
    await untilSaid('Outsiders', /Outsiders\s*\d+$/u);
    // The command opens the list; what VS Code draws anew in that moment it may leave closed.
    await findings.expandPath('Outsiders', 'Outside the organisation');
    await ofOutsider('partner-snapshots').waitFor();
    await workbench.runCommand('Resource Shares: Show health');
    await findings.expandPath('Health', 'Empty shares');
    await findings.find('empty-for-now');
  });

  it('opens the plan of what can be done about one', async () => {
    await findings.inlineAction('empty-for-now', 'Plan the remedy…');
    await workbench.quickInput.choose('Delete the share');
    await workbench.editorTab(/^Plan: empty-for-now/u).waitFor();
    await workbench.page.getByRole('button', { name: 'Cancel plan' }).click();
    await workbench.editorTab(/^Plan: empty-for-now/u).waitFor({ state: 'detached' });
  });

  it('marks an outsider that came since the list was opened last', async () => {
    await findings.collapse(await findings.find('Health'));
    await findings.collapse(await findings.find('Outsiders'));
    const [share] = await sharesNamed(workbench.sandbox, 'freight-tracking-network');
    await elsewhere(workbench.sandbox, owner, (cloud, options) =>
      cloud.associate(
        'cn-hangzhou',
        share?.ResourceShareId ?? '',
        { resources: [], principals: [{ id: outsider }], permissions: [] },
        options,
      ),
    );
    await control(workbench.sandbox, '/settle', {});
    await workbench.runCommand('Resource Shares: Refresh');
    await untilSaid('Outsiders', /1 new/u);
    await findings.untilRows(badgeBesideInvitations, 1);
    await findings.expand('Outsiders');
    await findings.expand('Outside the organisation');
    await ofOutsider('freight-tracking-network')
      .filter({ hasText: /new · / })
      .waitFor();
    // Seen now, though still marked where it is seen.
    await findings.untilRows(badgeBesideInvitations, 0);
  });

  it('is written down for people and for tools', async () => {
    await workbench.runCommand('Resource Shares: Report outsiders…');
    await workbench.quickInput.choose('Markdown');
    await workbench.editorText.getByText('# Principals outside the organisation').waitFor();
    await workbench.runCommand('Resource Shares: Report health…');
    await workbench.quickInput.choose('SARIF');
    await workbench.editorText.getByText('"$schema"').waitFor();
    await workbench.page.keyboard.press('ControlOrMeta+S');
    const name = 'health.sarif.json';
    await answerWithFile(name);
    await workbench.editorTab(new RegExp(`^${name}`, 'u')).waitFor();
    const file = join(workbench.workspaceFolder, name);
    const log: unknown = JSON.parse(await readFile(file, 'utf8'));
    const isValid = sarifSchema();
    assert.ok(isValid(log), JSON.stringify(isValid.errors));
    assert.match(JSON.stringify(log), /failedAssociation.*empty-for-now/u);
  });

  it('tells what is wrong with the list of allowed principals at its line, until it is mended', async () => {
    await workbench.runCommand('Resource Shares: Open list of allowed principals');
    await workbench.editorTab(/^allowed-principals\.yaml/u).waitFor();
    await rewrite('version: 2\nprincipals: []\n');
    await openProblems();
    await problems.getByText('version: has to be 1.').waitFor();
    await findings.untilMessage(/does not count: .*line 1: version/u);
    await rewrite('# ours\nversion: 1\nprincipals: []\n');
    await problems.getByText('version: has to be 1.').waitFor({ state: 'detached' });
    // With a list, whoever is not on it stands out.
    await ofOutsider('partner-snapshots').locator('.codicon-error').waitFor();
  });

  it('puts a principal on the list, once the user saves that', async () => {
    const row = ofOutsider('partner-snapshots');
    await (await workbench.contextMenu(row)).choose('Allow this principal…');
    await workbench.quickInput.answer('consulting contract');
    await workbench.editorText.getByText(`- id: "${outsider}"`).waitFor();
    await workbench.editorText.getByText('# ours').waitFor();
    await workbench.page.keyboard.press('ControlOrMeta+S');
    await findings.find('On the list of allowed principals');
    const text = await readFile(
      join(workbench.workspaceFolder, '.resource-shares', 'allowed-principals.yaml'),
      'utf8',
    );
    assert.match(text, /reason: consulting contract/u);
  });

  it('stands among the problems for as long as it is wanted there', async () => {
    await workbench.runCommand('Resource Shares: Show outsiders as problems');
    const one = problems.getByText(/is outside the organisation\./u).first();
    await one.waitFor();
    assert.equal(await problems.getByText(outsider).count(), 0);
    await one.dblclick();
    await workbench.editorText.getByText('"entityId"').first().waitFor();
    await workbench.runCommand('Resource Shares: Clear findings from problems');
    await one.waitFor({ state: 'detached' });
  });

  it('leads to its row in the tree of shares', async () => {
    await findings.collapse(await findings.find('Outsiders'));
    await workbench.runCommand('Resource Shares: Show health');
    await findings.expand('Empty shares');
    await findings.inlineAction('empty-for-now', 'Go to share');
    await workbench.tree.untilSelected('empty-for-now');
  });
});

/** What checks a log against the schema of SARIF 2.1.0. */
function sarifSchema() {
  const file = createRequire(import.meta.url).resolve(
    '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
  );
  const parsed = JSON.parse(readFileSync(file, 'utf8')) as object;
  // What the newer draft has otherwise: no name of the older one, and the address under another name.
  const schema = { ...parsed, $schema: undefined, id: undefined };
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  return ajv.compile(JSON.parse(JSON.stringify(schema)) as object);
}
