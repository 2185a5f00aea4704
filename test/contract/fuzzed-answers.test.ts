import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { CloudError } from '../../src/clouds/cloud-error.ts';
import type { ShareCloud } from '../../src/clouds/cloud.ts';
import type { Clock } from '../../src/model/clock.ts';
import { damagedJson, damages, hostileText } from '../unit/fuzz/hostile.ts';
import { itHolds } from '../unit/property.ts';
import { bothClouds } from './both-clouds.ts';
import { asUser, newShare, openSession, type Session } from './session.ts';

/** Nothing waits here, however long it is to be waited for. */
const atOnce: Clock = {
  now: () => Date.now(),
  schedule: (_delayMs, run) => {
    const waiting = setImmediate(run);
    return () => clearImmediate(waiting);
  },
};

/** How an answer of the cloud comes to the client instead. */
const spoils = fc.oneof(
  { weight: 8, arbitrary: fc.record({ how: fc.constant('damaged'), damages }) },
  {
    weight: 1,
    arbitrary: fc.record({
      how: fc.constant('cut'),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('text'), text: hostileText }) },
);
const samples = fc.record({
  read: fc.nat(),
  spoil: spoils,
  status: fc.oneof(
    { weight: 6, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(200, 202, 400, 401, 403, 404, 409, 429, 500, 503) },
  ),
  header: fc.option(hostileText.map(headerText), { nil: undefined }),
});

for (const words of bothClouds) {
  const { cloud, region } = words;

  describe(`answers of ${words.name} that are not as documented`, () => {
    let session: Session;
    let client: ShareCloud;
    let spoil: ((text: string) => Response) | undefined;
    const untouched = Object.getOwnPropertyDescriptor(globalThis, 'fetch') ?? {};

    before(async () => {
      session = await openSession({ cloud, settleMs: 0 });
      await session.control('/tuning', { emptyPages: false });
      // The clock of a timeout must not be this one: nothing would ever be answered in time.
      const patient: Clock = {
        now: () => Date.now(),
        schedule: (delayMs, run) =>
          delayMs > 1e9 ? () => undefined : atOnce.schedule(delayMs, run),
      };
      client = session.connect('owner', { clock: patient, timeoutMs: 2e9 });
      const send = globalThis.fetch.bind(globalThis);
      globalThis.fetch = async (input, init) => {
        const answer = await send(input, init);
        return spoil === undefined ? answer : spoil(await answer.text());
      };
    });
    after(async () => {
      Object.defineProperty(globalThis, 'fetch', untouched);
      await session.stop();
    });

    const calls = (): readonly (() => Promise<unknown>)[] => {
      const options = asUser();
      const id = words.unknownShare;
      const permission = { id: words.unknownPermission };
      const share = { id, owner: 'self' } as const;
      const all = (pages: AsyncIterable<unknown>) => async (): Promise<unknown> => {
        const seen: unknown[] = [];
        for await (const page of pages) seen.push(page);
        return seen;
      };
      return [
        all(client.listShares(region, { owner: 'self' }, options)),
        all(client.listShares(region, { owner: 'other' }, options)),
        all(client.listAssociations(region, { kind: 'resource' }, options)),
        all(client.listAssociations(region, { kind: 'principal' }, options)),
        all(client.listReceived(region, { kind: 'resource' }, options)),
        all(client.listReceived(region, { kind: 'principal' }, options)),
        all(client.listPermissions(region, {}, options)),
        all(client.listSharePermissions(region, share, options)),
        all(client.listInvitations(region, { side: 'received' }, options)),
        all(client.listInvitations(region, { side: 'sent', shareIds: [id] }, options)),
        () => client.getPermission(region, permission, options),
        () => client.organizationSharing(options),
        () => client.identify(options),
        () => client.describeRegions(options),
        ...(words.abilities.quotas ? [() => client.quotas(options)] : []),
        () => client.createShare(region, newShare({ name: 'fuzzed' }), options),
        () => client.deleteShare(region, id, options),
        () => client.updateShare(region, id, { name: 'fuzzed', allowExternal: true }, options),
        () =>
          client.associate(
            region,
            id,
            { resources: [words.resource('x', 'y')], principals: [], permissions: [] },
            options,
          ),
      ];
    };

    itHolds('end in what they say or in an error of ours', 250, samples, async (sample) => {
      const all = calls();
      const call = all[sample.read % all.length] ?? assert.fail();
      spoil = (text) => answerOf(text, sample);
      try {
        await call();
      } catch (error) {
        assert.ok(error instanceof CloudError, String(error));
        const { message, code, requestId } = error.details;
        assert.ok(message.length <= 1_000 && code.length <= 200);
        assert.match(requestId ?? 'none', /^[\w.:*/-]{1,200}$/);
      } finally {
        spoil = undefined;
      }
    });
  });
}

type Sample = typeof samples extends fc.Arbitrary<infer Value> ? Value : never;

function answerOf(text: string, { spoil, status, header }: Sample): Response {
  const headers = header === undefined ? {} : { 'x-request-id': header, 'retry-after': header };
  return new Response(spoilt(text, spoil), { status: status ?? 200, headers });
}

function spoilt(text: string, spoil: Sample['spoil']): string {
  if ('damages' in spoil) return damagedJson(parsed(text), spoil.damages);
  if ('part' in spoil) return text.slice(0, Math.floor(text.length * spoil.part));
  return spoil.text;
}

function parsed(text: string): unknown {
  return text === '' ? {} : (JSON.parse(text) as unknown);
}

/** What a header can hold of it. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').trim();
}
