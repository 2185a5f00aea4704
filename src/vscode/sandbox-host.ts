import * as z from 'zod/mini';
import type { Credentials, Endpoints } from '../clouds/cloud.ts';
import type { Account, CloudId } from '../model/account.ts';

/** Set by `npm start` to the control address of a sandbox that runs already. */
const addressVariable = 'RESOURCE_SHARES_SANDBOX';

/** What a sandbox says about itself; it is read as strictly as any other answer from outside. */
const descriptionSchema = z.object({
  hosts: z.record(z.string(), z.string()),
  accounts: z.array(
    z.object({
      cloud: z.enum(['alibaba', 'huawei']),
      label: z.string(),
      accountId: z.string(),
      accessKeyId: z.string(),
      accessKeySecret: z.string(),
      securityToken: z.optional(z.string()),
      demo: z.boolean(),
      regions: z.array(z.string()),
    }),
  ),
});

type Description = z.infer<typeof descriptionSchema>;

/** The local cloud behind the demo accounts: one that runs already, or our own, started when first needed. */
export class SandboxHost {
  #description: Promise<Description> | undefined;
  #stop: (() => Promise<void>) | undefined;

  /** True where `npm start` brought a sandbox: its accounts are there from the beginning. */
  get isGiven(): boolean {
    return process.env[addressVariable] !== undefined;
  }

  /** The demo accounts, without their keys. Ids are fixed, so that adding them twice changes nothing. */
  async accounts(): Promise<readonly Account[]> {
    const { accounts } = await this.#describe();
    return accounts
      .filter(({ demo }) => demo)
      .map(({ cloud, label, accountId, regions }) => ({
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
    const found = accounts.find(
      ({ cloud, accountId, demo }) => demo && demoId(cloud, accountId) === account.id,
    );
    if (!found) throw new Error(`The sandbox has no account ${account.ownerId}.`);
    const { accessKeyId, accessKeySecret, securityToken } = found;
    return securityToken === undefined
      ? { accessKeyId, accessKeySecret }
      : { accessKeyId, accessKeySecret, securityToken };
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

  #describe(): Promise<Description> {
    this.#description ??= this.#find().catch((error: unknown) => {
      // The next one who asks tries again.
      this.#description = undefined;
      throw error;
    });
    return this.#description;
  }

  async #find(): Promise<Description> {
    const given = process.env[addressVariable];
    if (given !== undefined) {
      const answer = await fetch(given);
      return descriptionSchema.parse(await answer.json());
    }
    const { startSandbox } = await import('../sandbox/sandbox.ts');
    const sandbox = await startSandbox();
    this.#stop = () => sandbox.stop();
    return descriptionSchema.parse(sandbox.description);
  }
}

function demoId(cloud: CloudId, accountId: string): string {
  return `sandbox-${cloud}-${accountId}`;
}
