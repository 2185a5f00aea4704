/** So many rows are done within a few milliseconds. */
const pieceSize = 500;

/**
 * Gives a long list in pieces and lets everything else that waits be done in between, so that thousands of rows at once
 * are not felt. A short list comes at once, as it is.
 */
export async function* inPieces<Row>(
  rows: readonly Row[],
): AsyncGenerator<readonly Row[], void, undefined> {
  if (rows.length <= pieceSize) {
    yield rows;
    return;
  }
  for (let start = 0; start < rows.length; start += pieceSize) {
    await turnOfOthers();
    yield rows.slice(start, start + pieceSize);
  }
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
