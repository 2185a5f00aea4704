/**
 * The type that a URN names: its first and fourth parts, as in `vpc:subnet` (reference section 3).
 * Empty for a text that is no URN.
 */
export function resourceType(urn: string): string {
  const [service, , , type, id] = urn.split(':');
  return service && type && id !== undefined ? usualType(`${service}:${type}`) : '';
}

/** The vendor's pages and its tools write one type differently; here it has one name (reference section 12). */
export function usualType(type: string): string {
  return type === 'vpc:subnets' ? 'vpc:subnet' : type;
}

/** What sort of principal an id names, in the model's words; the id's own word for those that are new. */
export function principalType(id: string): string {
  const [service, , , type] = id.split(':');
  if (service !== 'organizations' || type === undefined) return 'Account';
  switch (type) {
    case 'ou':
      return 'OrganizationalUnit';
    case 'organization':
    case 'root':
      return 'Organization';
    default:
      return type;
  }
}
