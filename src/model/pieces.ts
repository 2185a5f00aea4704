/** So many rows are done within a few milliseconds. */
const pieceSize = 500;

/**
 * Gives a long list in pieces and lets everything else that waits be done in between, so that thousands of rows at once
 * are not felt. A short list comes at once, as it is.
 * @param most rows in a piece: fewer where there is more to be done with each
 */
export async function* inPieces<Row>(
  rows: readonly Row[],
  most = pieceSize,
): AsyncGenerator<readonly Row[], void, undefined> {
  if (rows.length <= most) {
    yield rows;
    return;
  }
  for (let start = 0; start < rows.length; start += most) {
    await turnOfOthers();
    yield rows.slice(start, start + most);
  }
}

/** Rows in the order of `compare`, in turns with everything else where they are many; equal ones stay as they come. */
export async function sortedInTurns<Row>(
  rows: readonly Row[],
  compare: (one: Row, other: Row) => number,
): Promise<readonly Row[]> {
  let runs: (readonly Row[])[] = [];
  for await (const piece of inPieces(rows)) runs.push(piece.toSorted(compare));
  while (runs.length > 1) {
    const merged: (readonly Row[])[] = [];
    for (let place = 0; place < runs.length; place += 2) {
      merged.push(await merge(runs[place] ?? [], runs[place + 1] ?? [], compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<Row>(
  some: readonly Row[],
  others: readonly Row[],
  compare: (one: Row, other: Row) => number,
): Promise<readonly Row[]> {
  const all: Row[] = [];
  let next = 0;
  for await (const piece of inPieces(some)) {
    for (const one of piece) {
      for (let other = others[next]; other !== undefined; other = others[next]) {
        if (compare(one, other) <= 0) break;
        all.push(other);
        next += 1;
      }
      all.push(one);
    }
  }
  return all.concat(others.slice(next));
}

let lastInLine: Promise<void> = Promise.resolve();

/**
 * Waits for a turn of the event loop in which nobody else who asks here has theirs: of many answers that arrive at
 * once each is dealt with for itself.
 */
export function turnInLine(): Promise<void> {
  lastInLine = lastInLine.then(turnOfOthers);
  return lastInLine;
}

/** Lets everything else that waits be done before more of the same. */
export function turnOfOthers(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
