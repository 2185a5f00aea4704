import type { CommandHandler } from './commands.ts';
import type { Lazy } from './lazy.ts';
import type { Log } from './log.ts';
import type { Watching } from './watching.ts';

interface Parts {
  readonly log: Log;
  readonly watching: Lazy<Watching>;
}

/** The commands that tell what is going on. */
export function statusCommands({
  log,
  watching,
}: Parts): Readonly<
  Record<'resourceShares.showInFlight' | 'resourceShares.showLog', CommandHandler>
> {
  return {
    'resourceShares.showInFlight': async () => {
      await (await watching.get()).chooseInFlight();
    },
    'resourceShares.showLog': () => {
      log.show();
    },
  };
}
