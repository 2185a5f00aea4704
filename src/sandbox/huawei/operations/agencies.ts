import * as z from 'zod/mini';
import { alphabets } from '../../random.ts';
import { readBody, type Call, type Operation } from '../operation.ts';
import { WireError } from '../wire-error.ts';

const shortestSeconds = 900;
const longestSeconds = 86_400;

const named = (most: number) => z.string().check(z.minLength(1), z.maxLength(most));

const bodySchema = z.object({
  auth: z.object({
    identity: z.object({
      methods: z.tuple([z.literal('assume_role')]),
      assume_role: z
        .object({
          agency_name: named(64),
          domain_id: z.exactOptional(named(64)),
          domain_name: z.exactOptional(named(64)),
          duration_seconds: z._default(
            z.int().check(z.minimum(shortestSeconds), z.maximum(longestSeconds)),
            shortestSeconds,
          ),
        })
        .check(
          z.refine(
            ({ domain_id: id, domain_name: name }) => id !== undefined || name !== undefined,
            'neither domain_id nor domain_name is there',
          ),
        ),
    }),
  }),
});

/**
 * Keys for a while in the account that delegates by an agency (IAM v3.0, page iam_04_0101). Who calls must be of the
 * account that the agency trusts.
 */
export const createTemporaryAccessKeyByAgency: Operation = {
  name: 'CreateTemporaryAccessKeyByAgency',
  method: 'POST',
  path: '/v3.0/OS-CREDENTIAL/securitytokens',
  status: 201,
  action: 'iam:agencies:assume',
  run: (call) => {
    const { world, accountId, now } = call;
    const {
      agency_name: name,
      domain_id: id,
      domain_name: domainName = '',
      duration_seconds: seconds,
    } = readBody(call, bodySchema).auth.identity.assume_role;
    const ownerId = id ?? idOfName(call, domainName);
    const agency = world.agencies.find((one) => one.ownerId === ownerId && one.name === name);
    if (agency === undefined) throw new WireError('IAM.EMU.0404', [name]);
    if (agency.trustedId !== accountId) throw new WireError('IAM.EMU.0403', [name]);
    const key = {
      id: `HST${world.newText(17, alphabets.lower.toUpperCase())}`,
      secret: `FakeSecret${world.newText(30, alphabets.mixed)}`,
      token: `ggpjbi1ub3J0${world.newText(120, alphabets.mixed)}`,
    };
    const expiresAt = now + seconds * 1_000;
    world.keys.set(key.id, {
      id: key.id,
      secret: key.secret,
      accountId: agency.ownerId,
      active: true,
      temporary: { token: key.token, expiresAt, agency: name },
    });
    return {
      credential: {
        access: key.id,
        // With microseconds, as this service has it.
        expires_at: new Date(expiresAt).toISOString().replace('Z', '000Z'),
        secret: key.secret,
        securitytoken: key.token,
      },
    };
  },
};

function idOfName({ world }: Call, name: string): string | undefined {
  return [...world.accountNames].find(([, known]) => known === name)?.[0];
}
