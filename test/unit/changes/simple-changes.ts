import type { Change } from '../../../src/changes/change.ts';
import type { Scope } from '../../../src/model/account.ts';

/** Makes changes that put resources and principals into a share. */
export function additionsIn(scope: Scope) {
  return (
    shareId: string,
    resources: readonly string[],
    principals: readonly string[] = [],
  ): Change => ({
    kind: 'associate',
    scope,
    shareId,
    resources: resources.map((id) => ({ type: 'VSwitch', id })),
    principals: principals.map((id) => ({ id })),
    permissions: {},
  });
}
