/** An organisational unit. */
export interface Unit {
  readonly id: string;
  readonly name: string;
  /** The root's or another unit's. */
  readonly parentId: string;
}

export interface Member {
  readonly accountId: string;
  readonly name: string;
  /** The root or the unit that it is in. */
  parentId: string;
}

export type PrincipalKind = 'account' | 'organisation' | 'root' | 'unit';

/** What the text of a principal says it is. */
export interface PrincipalName {
  readonly kind: PrincipalKind;
  /** Only in URNs. */
  readonly managementId?: string;
  readonly organisationId?: string;
  /** The account's, the root's or the unit's id; the organisation's own for itself. */
  readonly id: string;
}

/** The one organisation of the sandbox: a tree of units with accounts in it. */
export class Organisation {
  readonly id: string;
  readonly rootId: string;
  readonly managementId: string;
  readonly units = new Map<string, Unit>();
  readonly members = new Map<string, Member>();

  constructor(ids: { id: string; rootId: string; managementId: string }) {
    this.id = ids.id;
    this.rootId = ids.rootId;
    this.managementId = ids.managementId;
  }

  addUnit(unit: Unit): void {
    this.units.set(unit.id, unit);
  }

  addMember(accountId: string, name: string, parentId: string): void {
    this.members.set(accountId, { accountId, name, parentId });
  }

  hasAccount(accountId: string): boolean {
    return this.members.has(accountId);
  }

  /** Whether the principal is the organisation itself, its root or one of its units, or one of its accounts. */
  has(name: PrincipalName): boolean {
    if (name.kind === 'account') return this.members.has(name.id);
    if (!this.isOwn(name)) return false;
    if (name.kind === 'organisation') return true;
    return name.kind === 'root' ? name.id === this.rootId : this.units.has(name.id);
  }

  /** Whether a URN speaks of this organisation, whatever it names in it. */
  isOwn(name: PrincipalName): boolean {
    return name.managementId === this.managementId && name.organisationId === this.id;
  }

  /** Every principal by which an account is reached: itself, its units up to the root, the organisation. */
  principalsOf(accountId: string): readonly string[] {
    const member = this.members.get(accountId);
    if (member === undefined) return [accountId];
    const principals = [accountId];
    for (
      let unit = this.units.get(member.parentId);
      unit !== undefined;
      unit = this.units.get(unit.parentId)
    ) {
      principals.push(this.unitUrn(unit.id));
    }
    return [...principals, this.rootUrn(), this.urn()];
  }

  urn(): string {
    return `organizations::${this.managementId}:organization:${this.id}`;
  }

  rootUrn(): string {
    return `organizations::${this.managementId}:root:${this.id}/${this.rootId}`;
  }

  unitUrn(unitId: string): string {
    return `organizations::${this.managementId}:ou:${this.id}/${unitId}`;
  }
}

/** Reads a principal; undefined when it is not well formed. */
export function readPrincipal(text: string): PrincipalName | undefined {
  if (/^[0-9a-f]{32}$/.test(text)) return { kind: 'account', id: text };
  const [, managementId = '', word = '', organisationId = '', id] =
    /^organizations::([0-9a-f]{32}):(organization|root|ou):(o-[0-9a-z]{10,32})(?:\/([a-z]+-[0-9a-z]{4,32}))?$/.exec(
      text,
    ) ?? [];
  if (word === 'organization' && id === undefined) {
    return { kind: 'organisation', managementId, organisationId, id: organisationId };
  }
  if (word === 'root' && id?.startsWith('r-') === true) {
    return { kind: 'root', managementId, organisationId, id };
  }
  if (word === 'ou' && id?.startsWith('ou-') === true) {
    return { kind: 'unit', managementId, organisationId, id };
  }
  return undefined;
}
