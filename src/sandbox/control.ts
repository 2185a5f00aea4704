import * as z from 'zod/mini';
import { $ZodError } from 'zod/v4/core';
import type { CloudPart, SandboxContext } from './cloud-part.ts';
import { faultRuleSchema } from './faults.ts';
import {
  isLoopbackHost,
  type WireHandler,
  type WireReply,
  type WireRequest,
} from './http-server.ts';

const milliseconds = z.int().check(z.minimum(0));

const clockSchema = z.strictObject({
  advanceMs: z.optional(milliseconds),
  frozen: z.optional(z.boolean()),
  gatewaySkewMs: z.optional(z.int()),
});
const part = z.number().check(z.minimum(0), z.maximum(1));
const tuningSchema = z.strictObject({
  rates: z.optional(z.enum(['documented', 'off'])),
  retryAfter: z.optional(z.boolean()),
  latencyMs: z.optional(milliseconds),
  latencyJitter: z.optional(part),
  failedPart: z.optional(part),
  settleMs: z.optional(z.nullable(milliseconds)),
  emptyPages: z.optional(z.boolean()),
  busyShares: z.optional(z.boolean()),
});

type Route = (input: unknown) => unknown;

export interface ControlOptions {
  readonly context: SandboxContext;
  readonly parts: Readonly<Record<string, CloudPart>>;
  /** The sandbox's description, once it is complete. */
  readonly describe: () => object;
}

/**
 * The endpoint by which a test steers the sandbox: JSON over HTTP, on the loopback address only.
 * Wrong input is answered with 400 and what is wrong with it.
 */
export function makeControl(options: ControlOptions): WireHandler {
  const { context, parts } = options;
  const routes = makeRoutes(options);
  return (request) => {
    if (!isLoopbackHost(request.headers.host) || request.headers.origin !== undefined) {
      return json(403, { error: 'Only local programs may control the sandbox, not web pages.' });
    }
    const route = routes.get(`${request.method} ${request.path}`);
    if (route === undefined) {
      return json(404, {
        error: `There is no ${request.method} ${request.path}.`,
        routes: [...routes.keys()],
      });
    }
    context.agenda.runUntil(context.clock.now());
    return runRoute(route, request);
  };

  function makeRoutes({ describe }: ControlOptions): ReadonlyMap<string, Route> {
    return new Map<string, Route>([
      ['GET /', describe],
      ['GET /clock', () => context.clock.describe()],
      ['POST /clock', moveClock],
      ['POST /settle', settle],
      ['GET /tuning', describeTuning],
      ['POST /tuning', tune],
      ['GET /faults', () => ({ faults: context.faults.describe() })],
      ['POST /faults', addFault],
      ['POST /faults/clear', clearFaults],
      ['GET /calls', () => context.calls.describe()],
      ['POST /calls/reset', resetCalls],
      ['GET /writes', () => context.writes.describe()],
      ['GET /state', describeState],
      ['POST /reset', reset],
      ...Object.entries(parts).flatMap(([cloud, part]) =>
        Object.entries(part.controls).map(
          ([name, run]) => [`POST /${cloud}/${name}`, run] as const,
        ),
      ),
    ]);
  }

  function moveClock(input: unknown): unknown {
    const { advanceMs, frozen, gatewaySkewMs } = clockSchema.parse(input);
    if (frozen !== undefined) context.clock.freeze(frozen);
    if (gatewaySkewMs !== undefined) context.clock.skewGateway(gatewaySkewMs);
    if (advanceMs !== undefined) context.clock.advance(advanceMs);
    context.agenda.runUntil(context.clock.now());
    return context.clock.describe();
  }

  function settle(): unknown {
    context.agenda.settle(context.clock.now());
    return context.clock.describe();
  }

  function tune(input: unknown): unknown {
    const { rates, retryAfter, settleMs, ...others } = tuningSchema.parse(input);
    if (rates !== undefined) context.rates.enabled = rates === 'documented';
    if (retryAfter !== undefined) context.rates.retryAfter = retryAfter;
    if (settleMs !== undefined) context.tuning.settleMs = settleMs ?? undefined;
    Object.assign(context.tuning, others);
    return describeTuning();
  }

  function describeTuning(): unknown {
    return {
      rates: context.rates.enabled ? 'documented' : 'off',
      retryAfter: context.rates.retryAfter,
      ...context.tuning,
      settleMs: context.tuning.settleMs ?? null,
    };
  }

  function addFault(input: unknown): unknown {
    context.faults.add(faultRuleSchema.parse(input));
    return { faults: context.faults.describe() };
  }

  function clearFaults(): unknown {
    context.faults.clear();
    return { faults: [] };
  }

  function resetCalls(): unknown {
    context.calls.reset();
    context.writes.reset();
    return context.calls.describe();
  }

  function describeState(): unknown {
    const states = Object.entries(parts).map(([cloud, part]) => [cloud, part.state()] as const);
    return { clock: context.clock.describe(), ...Object.fromEntries(states) };
  }

  /** The data as at the start; clock and tuning stay as they are. */
  function reset(): unknown {
    context.agenda.clear();
    context.faults.clear();
    context.calls.reset();
    context.writes.reset();
    for (const part of Object.values(parts)) part.reset();
    return context.clock.describe();
  }
}

function runRoute(route: Route, request: WireRequest): WireReply {
  let input: unknown;
  try {
    const text = request.body.toString();
    input = text === '' ? {} : JSON.parse(text);
  } catch {
    return json(400, { error: 'The body is not JSON.' });
  }
  try {
    return json(200, route(input));
  } catch (error) {
    if (error instanceof $ZodError) {
      return json(400, { error: 'The body is not what this takes.', issues: error.issues });
    }
    throw error;
  }
}

function json(status: number, content: unknown): WireReply {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': 'application/json;charset=utf-8' },
    body: JSON.stringify(content),
  };
}
