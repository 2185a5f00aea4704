import type { ErrorCode } from './error-table.ts';
import { principalKind } from './directory.ts';
import { findResourceType } from './resource-types.ts';
import { list, pairs, requiredChoice, requiredText, text, type Field } from './parameters.ts';
import { WireError } from './wire-error.ts';

/** Letters, digits, `._-`, and since 2026 Chinese characters. */
const sharedName = /^[A-Za-z0-9._\-\u4e00-\u9fff]+$/;
const shareIdPattern = /^rs-[A-Za-z0-9]{4,32}$/;
const resourceIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const arnPattern = /^acs:[a-z0-9-]+:[a-z0-9-]*:\d*:.+$/;
const groupPattern = /^rg-[a-z0-9]+$/;

export const shareName = requiredText({
  missing: 'MissingParameter.ResourceShareName',
  invalid: 'InvalidParameter.ResourceShareName',
  pattern: sharedName,
  maxLength: 50,
  tooLong: 'InvalidParameter.ResourceShareName.Length',
});

export const shareNameFilter = text({
  invalid: 'InvalidParameter.ResourceShareName',
  pattern: sharedName,
  maxLength: 50,
  tooLong: 'InvalidParameter.ResourceShareName.Length',
});

export const shareId = requiredText({
  missing: 'MissingParameter.ResourceShareId',
  invalid: 'InvalidParameter.ResourceShareId',
  pattern: shareIdPattern,
});

export const shareIds = list({
  invalid: 'InvalidParameter.ResourceShareIds',
  duplicate: 'InvalidParameter.ResourceShareIds.Duplicate',
  tooMany: 'InvalidParameter.ResourceShareIds.Length',
  max: 5,
  pattern: shareIdPattern,
});

export const owners = ['Self', 'OtherAccounts'] as const;

export const owner = requiredChoice(owners, {
  missing: 'MissingParameter.ResourceOwner',
  invalid: 'InvalidParameter.ResourceOwner',
});

export const permissionName = requiredText({
  missing: 'MissingParameter.PermissionName',
  invalid: 'InvalidParameter',
  maxLength: 256,
});

export const resourceGroup = text({ invalid: 'InvalidParameter', pattern: groupPattern });

/** A type of the vendor's table, written exactly so. */
export const resourceType: Field<string | undefined> = (params, name) => {
  const value = params.get(name);
  if (value === undefined || value === '') return undefined;
  if (findResourceType(value) === undefined) throw new WireError('InvalidParameter.ResourceType');
  return value;
};

export const resources = pairs('ResourceId', 'ResourceType', {
  invalid: 'InvalidParameter.Resources',
  duplicate: 'InvalidParameter.Resources.Duplicate',
  tooMany: 'InvalidParameter.Resources.Length',
  max: 5,
  key: (id, type) => `${type}/${id}`,
  check: (id) => resourceIdPattern.test(id),
});

export const resourceArns = list({
  invalid: 'InvalidParameter.ResourceArns',
  duplicate: 'InvalidParameter.ResourceArns.Duplicate',
  tooMany: 'InvalidParameter.ResourceArns.Length',
  max: 5,
  pattern: arnPattern,
});

export const resourceIds = list({
  invalid: 'InvalidParameter.ResourceIds',
  duplicate: 'InvalidParameter.ResourceIds.Duplicate',
  tooMany: 'InvalidParameter.ResourceIds.Length',
  max: 5,
  pattern: resourceIdPattern,
});

export const resourceIdFilter = text({
  invalid: 'InvalidParameter.ResourceId',
  pattern: resourceIdPattern,
});

export const resourceArnFilter = text({
  invalid: 'InvalidParameter.ResourceArn',
  pattern: arnPattern,
});

export const targets: Field<readonly string[]> = (params, name) => {
  const values = list({
    invalid: 'InvalidParameter.Targets',
    duplicate: 'InvalidParameter.Targets.Duplicate',
    tooMany: 'InvalidParameter.Targets.Length',
    max: 5,
  })(params, name);
  if (values.some((value) => principalKind(value) === undefined)) {
    throw new WireError('InvalidParameter.Targets');
  }
  return values;
};

export const targetFilter: Field<string | undefined> = (params, name) => {
  const value = params.get(name);
  if (value === undefined || value === '') return undefined;
  if (principalKind(value) === undefined) throw new WireError('InvalidParameter.Target');
  return value;
};

/** Names longer than the vendor's codes tell of are unknown names: 404 later. */
export const permissionNames = list({
  invalid: 'InvalidParameter',
  duplicate: 'InvalidParameter.PermissionNames.Duplicate',
  tooMany: 'InvalidParameter.PermissionNames.Length',
  max: 5,
});

export const targetProperties = pairs('TargetId', 'Property', {
  invalid: 'InvalidParameter.TargetProperties',
  duplicate: 'InvalidParameter.TargetProperties.Duplicate',
  tooMany: 'InvalidParameter.TargetProperties.Length',
  max: 5,
  check: (_id, property) => isTimeWindow(property),
});

export const resourceProperties = pairs('ResourceArn', 'Property', {
  invalid: 'InvalidParameter.ResourceProperties',
  duplicate: 'InvalidParameter.ResourceProperties.Duplicate',
  tooMany: 'InvalidParameter.ResourceProperties.Length',
  max: 5,
  check: (arn, property) => arnPattern.test(arn) && parseObject(property) !== undefined,
});

/** What a tag's key and value may be. */
export function isTag(key: string, value: string): boolean {
  const hasLink = /https?:\/\//;
  return (
    key.length <= 128 &&
    !/^(acs:|aliyun)/.test(key) &&
    !hasLink.test(key) &&
    value.length <= 128 &&
    !value.startsWith('acs:') &&
    !hasLink.test(value)
  );
}

/** Tags with the codes of the operation they belong to. */
export function tags(codes: {
  readonly invalid: ErrorCode;
  readonly duplicate: ErrorCode;
  readonly tooMany: ErrorCode;
}): Field<readonly { readonly Key: string; readonly Value: string }[]> {
  return pairs('Key', 'Value', { ...codes, max: 20, rightOptional: true, check: isTag });
}

/** Tags where the vendor documents no code of their own. */
export const plainTags = tags({
  invalid: 'InvalidParameter',
  duplicate: 'InvalidParameter',
  tooMany: 'InvalidParameter',
});

/** `{"timeRange":{"timeRangeType":"day"}}` and the like; a published sample has `plan` for the outer key. */
function isTimeWindow(property: string): boolean {
  const parsed = parseObject(property);
  const window = parsed?.timeRange ?? parsed?.plan;
  if (typeof window !== 'object' || window === null || !('timeRangeType' in window)) return false;
  if (window.timeRangeType === 'day') return true;
  return (
    window.timeRangeType === 'timeRange' &&
    'beginAtTime' in window &&
    isTimeOfDay(window.beginAtTime) &&
    'endAtTime' in window &&
    isTimeOfDay(window.endAtTime)
  );
}

function isTimeOfDay(value: unknown): boolean {
  return typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
}

function parseObject(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
