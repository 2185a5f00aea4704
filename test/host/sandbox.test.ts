import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startSandbox, type SandboxAccount } from '../../src/sandbox/sandbox.ts';
import { rowId, type Address } from '../../src/vscode/shares/address.ts';

/** The first account of each cloud, and a share of it. */
const stories = [
  { cloud: 'alibaba', region: 'cn-hangzhou', share: 'network-hub-prod', resource: 'VSwitch' },
  { cloud: 'huawei', region: 'global', share: 'backbone-network', resource: 'vpc:subnet' },
] as const;

describe('the sandbox in the extension host', () => {
  let accounts: readonly SandboxAccount[];
  let state: unknown;

  before(async () => {
    // The same seed gives the same ids as in the sandbox that the extension starts for itself.
    const twin = await startSandbox();
    accounts = twin.description.accounts;
    state = await (await fetch(`${twin.description.control}/state`)).json();
    await twin.stop();
    await vscode.commands.executeCommand('resourceShares.trySandbox');
  });

  for (const { cloud, region, share, resource } of stories) {
    it(`reads the shares of ${cloud} with the code that ships, signed by the vendor's package`, async () => {
      const owner = accounts.find((account) => account.cloud === cloud)?.accountId ?? '';
      const scope = { accountId: `sandbox-${cloud}-${owner}`, region };
      const shareId = idOf(share, state);
      const row: Address = { kind: 'share', ...scope, owner: 'self', shareId };
      await vscode.commands.executeCommand(
        'resourceShares.refresh',
        rowId({ kind: 'group', ...scope, owner: 'self' }),
      );
      await vscode.commands.executeCommand('resourceShares.openJson', rowId(row));
      const { document } = vscode.window.activeTextEditor ?? assert.fail('no page is open');
      const page = JSON.parse(document.getText()) as {
        readonly name: string;
        readonly ownerId: string;
        readonly resources: readonly { readonly entityType: string }[];
      };
      assert.equal(page.name, share);
      assert.equal(page.ownerId, owner);
      assert.ok(page.resources.some(({ entityType }) => entityType === resource));
    });
  }

  it('says so when a page shows what is no longer there', async () => {
    const uri = vscode.Uri.from({
      scheme: 'resource-share',
      path: '/gone.json',
      query: 'share/nobody/nowhere/self/rs-1',
    });
    const document = await vscode.workspace.openTextDocument(uri);
    assert.match(document.getText(), /no longer there/u);
  });

  it('takes rows that are no rows without a complaint', async () => {
    for (const row of ['x', 'account/nobody', 'share/a/b/self/c', 7, {}]) {
      await vscode.commands.executeCommand('resourceShares.refresh', row);
    }
  });
});

/** The id of the share of that name, wherever it stands in the sandbox's account of itself. */
function idOf(name: string, from: unknown): string {
  const found = walk(from).find((share) => share.name === name || share.ResourceShareName === name);
  const id = found?.id ?? found?.ResourceShareId;
  assert.ok(typeof id === 'string', `the sandbox has no share ${name}`);
  return id;
}

function walk(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(walk);
  return Array.isArray(value) ? below : [value as Readonly<Record<string, unknown>>, ...below];
}
