/** Regions whose own IAM and STS hosts are stood in for as well. */
const regions = ['cn-north-4', 'cn-east-3', 'ap-southeast-3'] as const;
const europe = 'eu-west-101';

/** The vendor's hosts with the address of each stand-in: of the Chinese site and of the European one. */
export function huaweiHosts(origins: {
  readonly endpoint: string;
  readonly iam: string;
  readonly sts: string;
  readonly organizations: string;
}): Readonly<Record<string, string>> {
  const { endpoint, iam, sts, organizations } = origins;
  return {
    'ram.myhuaweicloud.com': endpoint,
    'iam.myhuaweicloud.com': iam,
    'organizations.myhuaweicloud.com': organizations,
    ...Object.fromEntries(
      regions.flatMap((region) => [
        [`iam.${region}.myhuaweicloud.com`, iam],
        [`sts.${region}.myhuaweicloud.com`, sts],
      ]),
    ),
    'ram.myhuaweicloud.eu': endpoint,
    'iam.myhuaweicloud.eu': iam,
    'organizations.myhuaweicloud.eu': organizations,
    [`iam.${europe}.myhuaweicloud.eu`]: iam,
    [`sts.${europe}.myhuaweicloud.eu`]: sts,
  };
}
