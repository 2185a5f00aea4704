import type { RunningSandbox } from '../../../scripts/sandbox.ts';
import { alibabaDriver } from '../../../src/clouds/alibaba/driver.ts';
import type { CallOptions, ShareCloud } from '../../../src/clouds/cloud.ts';

/** Lets somebody at the sandbox do something that the window does not know of. */
export async function elsewhere(
  sandbox: RunningSandbox,
  label: string,
  act: (cloud: ShareCloud, options: CallOptions) => Promise<unknown>,
): Promise<void> {
  const { hosts, accounts } = sandbox.description;
  const account = accounts.find((one) => one.label === label);
  if (!account) throw new Error(`The sandbox has no account ${label}.`);
  const cloud = alibabaDriver.connect({
    credentials: () => Promise.resolve(account),
    endpoints: hosts,
    timeoutMs: 10_000,
  });
  try {
    await act(cloud, { signal: new AbortController().signal, priority: 'action' });
  } finally {
    cloud.dispose();
  }
}
