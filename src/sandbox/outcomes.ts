import * as z from 'zod/mini';

/** What a test says about the settling of associations: that they fail, or how long they take. */
export interface OutcomeRule<Reason extends string = string> {
  /** Resources by id, ARN or URN as the cloud lists them, principals by id; absent for all. */
  readonly entities?: readonly string[] | undefined;
  readonly kind?: 'resource' | 'principal' | undefined;
  readonly on: 'associate' | 'disassociate';
  readonly fails?: Reason | undefined;
  readonly settleMs?: number | undefined;
  /** How many are hit; all of them when absent. */
  count?: number | undefined;
}

/** One association that begins or ends. */
export interface Settling {
  readonly kind: 'resource' | 'principal';
  readonly entity: string;
  readonly on: 'associate' | 'disassociate';
}

/** The body that sets a rule; `reason` checks what a failure may say. */
export function outcomeSchema<Reason extends string>(reason: z.ZodMiniType<Reason>) {
  return z.strictObject({
    entities: z.optional(z.array(z.string())),
    kind: z.optional(z.enum(['resource', 'principal'])),
    on: z._default(z.enum(['associate', 'disassociate']), 'associate'),
    fails: z.optional(reason),
    settleMs: z.optional(z.int().check(z.minimum(0))),
    count: z.optional(z.int().check(z.minimum(1))),
  });
}

/** The rules that wait for their associations, first come first served. */
export class Outcomes<Reason extends string> {
  #rules: OutcomeRule<Reason>[] = [];

  add(rule: OutcomeRule<Reason>): void {
    this.#rules.push({ ...rule });
  }

  clear(): void {
    this.#rules = [];
  }

  describe(): readonly OutcomeRule<Reason>[] {
    return this.#rules;
  }

  /** The rule for what begins to settle now, if there is one; asked once for each. */
  take({ kind, entity, on }: Settling): OutcomeRule<Reason> | undefined {
    const rule = this.#rules.find(
      (one) =>
        one.on === on &&
        (one.kind === undefined || one.kind === kind) &&
        (one.entities === undefined || one.entities.includes(entity)),
    );
    if (rule?.count !== undefined) {
      rule.count -= 1;
      if (rule.count === 0) this.#rules = this.#rules.filter((other) => other !== rule);
    }
    return rule;
  }
}
