import type { TreeRow, TreeView } from '../harness/tree-view.ts';

/** Waits for rows that satisfy, and gives all in sight. */
export async function until(
  tree: TreeView,
  what: string,
  satisfied: (rows: readonly TreeRow[]) => boolean,
): Promise<readonly TreeRow[]> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const rows = await tree.rows();
    if (satisfied(rows)) return rows;
    if (Date.now() > deadline) {
      const seen = rows.map(({ label, description }) => `${label} ${description}`.trim());
      throw new Error(`the tree did not show ${what}. It shows: ${seen.join(', ') || 'nothing'}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
