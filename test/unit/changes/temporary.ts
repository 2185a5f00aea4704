import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory for one test, in memory where the system has such a place: what is synced there costs nothing. */
export async function temporaryDirectory(): Promise<{
  readonly path: string;
  readonly remove: () => Promise<void>;
}> {
  const shared = '/dev/shm';
  const base = existsSync(shared) ? shared : tmpdir();
  const path = await mkdtemp(join(base, 'resource-shares-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
