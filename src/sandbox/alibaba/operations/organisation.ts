import { operation, type Operation } from '../operation.ts';
import { fields } from '../parameters.ts';
import { WireError } from '../wire-error.ts';

/** Only the management account may; the second time is an error. */
export const enableSharingWithResourceDirectory: Operation = operation(
  'EnableSharingWithResourceDirectory',
  10,
  fields({}),
  (call) => {
    if (call.accountId !== call.world.directory.managementId) {
      throw new WireError('ActionNotPermitted');
    }
    if (call.world.sharingEnabled) throw new WireError('AlreadyEnabled');
    call.world.sharingEnabled = true;
    return {};
  },
);

/** For an account outside the directory it is off. */
export const checkSharingWithResourceDirectoryStatus: Operation = operation(
  'CheckSharingWithResourceDirectoryStatus',
  20,
  fields({}),
  (call) => ({
    EnableSharingWithRd:
      call.world.sharingEnabled && call.world.directory.hasAccount(call.accountId),
  }),
);
