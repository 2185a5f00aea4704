import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeTemporaryFolder, temporaryFolder } from '../../../../scripts/temporary.ts';
import type { Account } from '../../../../src/model/account.ts';
import { scope } from '../samples.ts';

export function anAccount(change: Partial<Account> = {}): Account {
  return {
    id: scope.accountId,
    cloud: 'alibaba',
    label: 'Network team',
    ownerId: '1512666876910123',
    regions: [scope.region, 'cn-shanghai'],
    ...change,
  };
}

/** A folder of its own for each test, removed after it. Gives the path of one inside it that is not there yet. */
export function freshFolder(): () => string {
  let parent = '';
  beforeEach(() => {
    parent = temporaryFolder('cache');
  });
  afterEach(() => removeTemporaryFolder(parent));
  return () => join(parent, 'cache');
}

/** Names of the files in a folder; none when it is not there. */
export function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

/** All that stands in a folder. */
export function textsIn(folder: string): readonly string[] {
  return filesIn(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
}
