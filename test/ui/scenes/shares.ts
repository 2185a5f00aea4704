import type { TreeRow, TreeView } from '../harness/tree-view.ts';
import type { Scene } from './scene.ts';
import { until } from './until.ts';

/** The tree with the shares of both clouds, their statuses in sight. */
export const shares: Scene = {
  viewport: { width: 1280, height: 1420 },
  sidebar: 300,
  set: async ({ tree }) => {
    await openShares(tree);
    await openOtherClouds(tree);
  },
};

/** Opens the way down to the first shares, and the one that has most to tell. */
export async function openShares(tree: TreeView): Promise<void> {
  await until(tree, 'an account', (rows) => rows.length > 0);
  const [account] = await tree.rows();
  await tree.expand(account?.label ?? '');
  const isBelow = ({ level, expanded }: TreeRow): boolean => level === 2 && expanded !== undefined;
  const inAccount = await until(tree, 'a region or a group', (rows) => rows.some(isBelow));
  const second = inAccount.find(isBelow);
  if (second !== undefined && second.label !== 'Shared by me') await tree.expand(second.label);
  await tree.expand('Shared by me');
  const group = (await tree.rows()).find(({ label }) => label === 'Shared by me');
  const shareLevel = (group?.level ?? 0) + 1;
  const isShare = ({ level, expanded }: TreeRow): boolean =>
    level === shareLevel && expanded !== undefined;
  const shares = (await until(tree, 'a share', (rows) => rows.some(isShare))).filter(isShare);
  const told = shares.find(({ description }) => /fail/i.test(description)) ?? shares[0];
  await tree.expand(told?.label ?? '');
  for (const side of ['Resources', 'Principals']) await tree.expand(side);
  await until(tree, 'the status of an association', (rows) =>
    rows.some(({ level, description, accessibleName }) => {
      return level > shareLevel + 1 && /associat|fail/i.test(`${description} ${accessibleName}`);
    }),
  );
}

/** Opens the first account of each further cloud, so that all clouds stand in one picture. */
async function openOtherClouds(tree: TreeView): Promise<void> {
  const seen = new Set<string>();
  for (const { level, label, description } of await tree.rows()) {
    const cloud = description.split(' · ')[0] ?? '';
    if (level !== 1 || seen.has(cloud)) continue;
    const isFurther = seen.size > 0;
    seen.add(cloud);
    if (!isFurther) continue;
    await tree.expand(label);
    await until(tree, `a share of ${label}`, (rows) => {
      const account = rows.findIndex((row) => row.label === label);
      return rows[account + 2]?.level === 3;
    });
  }
}
