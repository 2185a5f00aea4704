import type { Credentials, Endpoints } from '../clouds/cloud.ts';
import type { Account, CloudId } from '../model/account.ts';
import type { SandboxDescription } from './sandbox-description.ts';

/** The local cloud behind the demo accounts: one that runs already, or our own, started when first needed. */
export class SandboxHost {
  readonly #given: string | undefined;
  #description: Promise<SandboxDescription> | undefined;
  #stop: (() => Promise<void>) | undefined;

  /** @param given the control address of a sandbox that runs already */
  constructor(given: string | undefined) {
    this.#given = given;
  }

  /** The demo accounts, without their keys. Ids are fixed, so that adding them twice changes nothing. */
  async accounts(): Promise<readonly Account[]> {
    const { accounts } = await this.#describe();
    return accounts.filter(isDemo).map(({ cloud, label, accountId, regions }) => ({
      id: demoId(cloud, accountId),
      cloud,
      label,
      ownerId: accountId,
      regions,
      sandbox: true,
    }));
  }

  /** Keys of a demo account. They are worth nothing outside the sandbox and are never stored. */
  async credentials(account: Account): Promise<Credentials> {
    const { accounts } = await this.#describe();
    const found = accounts
      .filter(isDemo)
      .find(({ cloud, accountId }) => demoId(cloud, accountId) === account.id);
    if (!found) throw new Error(`The sandbox has no account ${account.ownerId}.`);
    const { accessKeyId, accessKeySecret } = found;
    return { accessKeyId, accessKeySecret };
  }

  /** Which vendor hosts the sandbox stands in for. */
  async endpoints(): Promise<Endpoints> {
    return (await this.#describe()).hosts;
  }

  async dispose(): Promise<void> {
    this.#description = undefined;
    const stop = this.#stop;
    this.#stop = undefined;
    await stop?.();
  }

  #describe(): Promise<SandboxDescription> {
    this.#description ??= this.#find().catch((error: unknown) => {
      // The next one who asks tries again.
      this.#description = undefined;
      throw error;
    });
    return this.#description;
  }

  async #find(): Promise<SandboxDescription> {
    const { parseDescription } = await import('./sandbox-description.ts');
    if (this.#given !== undefined) {
      const answer = await fetch(this.#given);
      return parseDescription(await answer.json());
    }
    const { startSandbox } = await import('../sandbox/sandbox.ts');
    const sandbox = await startSandbox();
    this.#stop = () => sandbox.stop();
    return parseDescription(sandbox.description);
  }
}

/** Temporary keys are there for tests; the demo uses those that last. */
function isDemo({ securityToken }: SandboxDescription['accounts'][number]): boolean {
  return securityToken === undefined;
}

function demoId(cloud: CloudId, accountId: string): string {
  return `sandbox-${cloud}-${accountId}`;
}
