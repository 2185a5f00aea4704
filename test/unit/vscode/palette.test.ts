import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inProject } from '../../../scripts/paths.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<
      Record<string, readonly { readonly command?: string; readonly when?: string }[]>
    >;
  };
}

describe('the palette', () => {
  const { contributes } = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as Manifest;
  const { commandPalette = [], ...menus } = contributes.menus;
  const whenOf = new Map(commandPalette.map(({ command = '', when }) => [command, when]));

  it('offers no command that would do nothing', () => {
    const always = contributes.commands
      .map(({ command }) => command)
      .filter((command) => whenOf.get(command) === undefined);
    // These have a use, or say why they have none, before there is an account.
    assert.deepEqual(always.sort(), [
      'resourceShares.addAccount',
      'resourceShares.clearCache',
      'resourceShares.showInFlight',
      'resourceShares.showLog',
      'resourceShares.supportBundle',
      'resourceShares.trySandbox',
    ]);
    assert.deepEqual(
      [
        'resourceShares.turnWritingOn',
        'resourceShares.turnWritingOff',
        'resourceShares.showActivity',
      ].map((command) => whenOf.get(command)),
      ['resourceShares.readOnly', 'resourceShares.writable', 'resourceShares.activity'],
    );
  });

  it('and the menus ask for nothing that is never set', () => {
    const source = readFileSync(inProject('src/vscode/commands.ts'), 'utf8');
    const keys = new Set(
      [...source.matchAll(/: '(resourceShares\.\w+)',/gu)].map(([, key]) => key),
    );
    const asked = [...commandPalette, ...Object.values(menus).flat()].flatMap(({ when = '' }) =>
      [
        ...when
          .replaceAll(/(?:view|activeWebviewPanelId) == '?[\w.]+'?|config\.[\w.]+/gu, '')
          .matchAll(/resourceShares\.\w+/gu),
      ].map(([key]) => key),
    );
    assert.ok(asked.length > 20);
    assert.deepEqual(
      asked.filter((key) => !keys.has(key)),
      [],
    );
  });
});
