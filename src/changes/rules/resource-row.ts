import type { Abilities, ResourceTypeRule } from '../../clouds/cloud.ts';
import type { ShareDraft } from '../draft.ts';
import type { ArnParts } from './arn.ts';
import { arnReader } from './arn.ts';

/** One row of the draft's resources, read: trimmed, its form known, its type derived. */
export interface DraftResource {
  /** Its place in the draft. */
  readonly index: number;
  readonly form: 'id' | 'arn';
  /** As chosen, or as derived from the ARN; empty when neither says. */
  readonly type: string;
  /** What was chosen; empty for none, and where URNs leave no choice. */
  readonly chosenType: string;
  readonly value: string;
  readonly property: string;
  /** Absent for ids, and for ARNs that are not well-formed. */
  readonly arn?: ArnParts;
  readonly rule?: ResourceTypeRule;
}

/** The draft's resources without the rows that are wholly blank. */
export function readResources(
  draft: Pick<ShareDraft, 'resources'>,
  abilities: Abilities,
): readonly DraftResource[] {
  const arns = arnReader(abilities);
  return draft.resources.flatMap((row, index) => {
    // A URN always says its own type; a choice can only be left over from another account.
    const chosenType = abilities.resourceForm === 'urn' ? '' : row.type.trim();
    const value = row.value.trim();
    const property = row.property.trim();
    if (chosenType === '' && value === '' && property === '') return [];
    const form = arns.looksLikeArn(value) ? 'arn' : 'id';
    const arn = form === 'arn' ? arns.read(value) : undefined;
    const type = arn?.type ?? chosenType;
    const rule = abilities.resourceTypes.find((known) => known.type === type);
    return [
      {
        index,
        form,
        type,
        chosenType,
        value,
        property,
        ...(arn && { arn }),
        ...(rule && { rule }),
      },
    ];
  });
}

/** A text that is equal for rows that name the same resource, by id or by ARN. */
export function resourceKey({ type, value, arn }: DraftResource): string {
  return arn && arn.id === undefined ? value : `${type}/${arn?.id ?? value}`;
}
