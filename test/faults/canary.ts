import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Credentials } from '../../src/clouds/cloud.ts';

/** Looks for the keys of an account in whatever it is shown. */
export class Canary {
  readonly found: string[] = [];
  looked = 0;
  readonly #secrets: readonly string[];

  constructor({ accessKeyId, accessKeySecret, securityToken }: Credentials) {
    const secrets = [accessKeyId, accessKeySecret, securityToken].filter(
      (one) => one !== undefined,
    );
    this.#secrets = secrets.flatMap((one) => [one, encodeURIComponent(one)]);
  }

  /** @param what any value: of errors the whole chain of causes is looked at */
  look(where: string, what: unknown): void {
    this.looked += 1;
    const text =
      typeof what === 'string'
        ? what
        : inspect(what, { depth: 12, maxArrayLength: null, maxStringLength: null });
    if (this.#secrets.some((secret) => text.includes(secret))) this.found.push(where);
  }

  async lookInFolder(folder: string): Promise<void> {
    const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of names) {
      this.look('name of a file', entry.name);
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      this.look(`file ${entry.name}`, await readFile(path, 'utf8').catch(() => ''));
    }
  }
}
