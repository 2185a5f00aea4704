import * as z from 'zod/mini';

const executed = z._default(z.boolean(), false);
const headers = z.optional(z.record(z.string(), z.string()));
const httpStatus = z.int().check(z.minimum(200), z.maximum(599));

/** What goes wrong. `executed` says whether the operation took place before the answer was lost. */
const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('error'),
    /** Status and message are taken from the cloud's own table when they are left out. */
    code: z.string().check(z.minLength(1)),
    status: z.optional(httpStatus),
    message: z.optional(z.string()),
    headers,
  }),
  z.strictObject({ kind: z.literal('drop'), executed }),
  z.strictObject({ kind: z.literal('cut'), executed }),
  z.strictObject({
    kind: z.literal('hang'),
    ms: z.int().check(z.minimum(0), z.maximum(600_000)),
    executed,
  }),
  z.strictObject({
    kind: z.literal('body'),
    status: z._default(httpStatus, 200),
    contentType: z._default(z.string(), 'text/html'),
    text: z.string(),
    headers,
    executed,
  }),
]);

export const faultRuleSchema = z.strictObject({
  /** An operation's name, or `*` for all. */
  operation: z.string().check(z.minLength(1)),
  /** Clouds have operations of the same name: absent for all of them. */
  cloud: z.optional(z.string()),
  accountId: z.optional(z.string()),
  region: z.optional(z.string()),
  /** How many calls are hit. */
  count: z._default(z.int().check(z.minimum(1)), 1),
  /** How many matching calls pass unharmed before. */
  after: z._default(z.int().check(z.minimum(0)), 0),
  fault: faultSchema,
});

export type Fault = z.infer<typeof faultSchema>;
export type FaultRule = z.infer<typeof faultRuleSchema>;

/** What a rule may look at. */
export interface FaultyCall {
  readonly cloud: string;
  readonly operation: string;
  readonly accountId: string;
  readonly region: string;
}

/** The faults that wait for their calls, first come first served. */
export class Faults {
  #rules: FaultRule[] = [];

  add(rule: FaultRule): void {
    this.#rules.push({ ...rule });
  }

  /** The fault that hits this call, if one does; a call is hit by one fault at most. */
  take(call: FaultyCall): Fault | undefined {
    for (const rule of this.#rules) {
      if (rule.operation !== '*' && rule.operation !== call.operation) continue;
      if (rule.cloud !== undefined && rule.cloud !== call.cloud) continue;
      if (rule.accountId !== undefined && rule.accountId !== call.accountId) continue;
      if (rule.region !== undefined && rule.region !== call.region) continue;
      if (rule.after > 0) {
        rule.after -= 1;
        continue;
      }
      rule.count -= 1;
      if (rule.count === 0) this.#rules = this.#rules.filter((other) => other !== rule);
      return rule.fault;
    }
    return undefined;
  }

  describe(): readonly FaultRule[] {
    return this.#rules;
  }

  clear(): void {
    this.#rules = [];
  }
}
