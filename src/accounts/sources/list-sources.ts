import { CloudError } from '../../clouds/cloud-error.ts';
import type { CloudId } from '../../model/account.ts';
import { aliyunConfigFile, modeOf, readAliyunConfig } from './aliyun-config.ts';
import { isInEnvironment } from './environment.ts';
import {
  huaweiSdkFile,
  kooFile,
  listHuaweiSdkProfiles,
  listKooProfiles,
} from './huawei-profiles.ts';
import type { ProfileFile, Source } from './source.ts';
import type { Surroundings } from './surroundings.ts';

/** Keys that are there on this machine, or a file that they would be in and that can't be read. */
export interface FoundSource {
  readonly source: Source;
  /** The file, for a profile. */
  readonly file?: string;
  /** How the profile comes to its keys, in the words of its tool. */
  readonly mode?: string;
}

export interface FoundSources {
  readonly found: readonly FoundSource[];
  /** Files that are there and can't be read. */
  readonly problems: readonly CloudError[];
}

/** Looks for keys of a cloud, in the order in which the vendors' tools do. Reads names only. Never rejects. */
export async function listSources(
  cloud: CloudId,
  surroundings: Surroundings,
): Promise<FoundSources> {
  const found: FoundSource[] = [];
  const problems: CloudError[] = [];
  if (isInEnvironment(cloud, surroundings.env)) found.push({ source: { kind: 'environment' } });
  const take = async (
    file: ProfileFile,
    path: string,
    list: () => Promise<readonly { readonly name: string; readonly mode: string }[]>,
  ): Promise<void> => {
    try {
      for (const { name, mode } of await list()) {
        found.push({ source: { kind: 'profile', file, name }, file: path, mode });
      }
    } catch (error) {
      if (error instanceof CloudError && error.details.code !== 'ProfileFileMissing') {
        problems.push(error);
      }
    }
  };
  if (cloud === 'alibaba') {
    await take('aliyun', aliyunConfigFile(surroundings), async () =>
      (await readAliyunConfig(surroundings)).profiles.map((profile) => ({
        name: profile.name,
        mode: modeOf(profile) === 'other' ? (profile.mode ?? '') : modeOf(profile),
      })),
    );
  } else {
    await take('huaweicloud', huaweiSdkFile(surroundings), async () =>
      (await listHuaweiSdkProfiles(surroundings)).map((name) => ({ name, mode: '' })),
    );
    await take('hcloud', kooFile(surroundings), () => listKooProfiles(surroundings));
  }
  return { found, problems };
}
