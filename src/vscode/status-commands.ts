import * as vscode from 'vscode';
import type { CacheHost } from './cache-host.ts';
import type { CommandHandler } from './commands.ts';
import type { Lazy } from './lazy.ts';
import type { Log } from './log.ts';
import type { Watching } from './watching.ts';

interface Parts {
  readonly log: Log;
  readonly watching: Lazy<Watching>;
  readonly cache: Lazy<CacheHost>;
}

/** The commands that tell what is going on, and one to forget what was. */
export function statusCommands({
  log,
  watching,
  cache,
}: Parts): Readonly<
  Record<
    'resourceShares.showInFlight' | 'resourceShares.clearCache' | 'resourceShares.showLog',
    CommandHandler
  >
> {
  return {
    'resourceShares.showInFlight': async () => {
      await (await watching.get()).chooseInFlight();
    },
    'resourceShares.clearCache': async () => {
      await (await cache.get()).clear();
      vscode.window.setStatusBarMessage(vscode.l10n.t('Cache cleared'), 3000);
    },
    'resourceShares.showLog': () => {
      log.show();
    },
  };
}
