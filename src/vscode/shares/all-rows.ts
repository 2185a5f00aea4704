/** What the first look at the tree does without: it loads with the first row that is opened. */
export { changedRows } from './changed-rows.ts';
export { rowAt } from './rows/row-at.ts';
