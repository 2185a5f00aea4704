import type { PrincipalRow, ResourceRow } from '../../changes/draft.ts';
import { parsePastedResources } from '../../changes/paste.ts';
import { arnReader } from '../../changes/rules/arn.ts';
import { principalKind } from '../../changes/rules/principals.ts';
import type { Abilities } from '../../clouds/cloud.ts';

/** A pasted list, as the rows of a form. */
export interface Pasted {
  readonly resources: readonly ResourceRow[];
  readonly principals: readonly PrincipalRow[];
  /** Ids of resources whose type nothing tells. */
  readonly untyped: readonly string[];
}

/** Reads a list of resources and principals, mixed: what has the shape of a principal is one. */
export function readPasted(text: string, abilities: Abilities): Pasted {
  const always = { kind: 'always', beginAtTime: '', endAtTime: '', timezone: '' } as const;
  const rows = parsePastedResources(text, abilities);
  const isPrincipal = ({ value }: ResourceRow): boolean =>
    principalKind(value, abilities) !== undefined;
  const things = rows.filter((row) => !isPrincipal(row));
  const arns = arnReader(abilities);
  const isTold = ({ type, value }: ResourceRow): boolean => type !== '' || arns.looksLikeArn(value);
  return {
    resources: things.filter(isTold),
    principals: [...new Set(rows.filter(isPrincipal).map(({ value }) => value))].map((id) => ({
      id,
      timeWindow: always,
    })),
    untyped: things.filter((row) => !isTold(row)).map(({ value }) => value),
  };
}
