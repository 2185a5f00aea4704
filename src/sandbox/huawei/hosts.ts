/** Regions whose own IAM and STS hosts are stood in for as well. */
const regions = ['cn-north-4', 'cn-east-3', 'ap-southeast-3'] as const;
const europe = 'eu-west-101';

/** The vendor's hosts with the address of each stand-in: of the Chinese site and of the European one. */
export function huaweiHosts(origins: {
  readonly endpoint: string;
  readonly iam: string;
  readonly sts: string;
}): Readonly<Record<string, string>> {
  const { endpoint, iam, sts } = origins;
  return {
    'ram.myhuaweicloud.com': endpoint,
    'iam.myhuaweicloud.com': iam,
    ...Object.fromEntries(
      regions.flatMap((region) => [
        [`iam.${region}.myhuaweicloud.com`, iam],
        [`sts.${region}.myhuaweicloud.com`, sts],
      ]),
    ),
    'ram.myhuaweicloud.eu': endpoint,
    'iam.myhuaweicloud.eu': iam,
    [`iam.${europe}.myhuaweicloud.eu`]: iam,
    [`sts.${europe}.myhuaweicloud.eu`]: sts,
  };
}
