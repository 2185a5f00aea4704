/** What VS Code has measured of one activation, in milliseconds. */
export interface ActivationTimes {
  /** Reading and running the files that it is made of. */
  readonly load: number;
  /** Its `activate` until it returned. */
  readonly call: number;
  /** From there until what it returned has settled. */
  readonly finish: number;
}

/**
 * Finds an extension in the text of VS Code's "Developer: Startup Performance", in the table with the heading
 * "Extension Activation Stats".
 * @throws where it does not stand there
 */
export function activationTimes(report: string, extension: string): ActivationTimes {
  const row = report
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .find(([, name]) => name === extension);
  const [load, call, finish] = (row ?? []).slice(3, 6).map((cell) => Number.parseFloat(cell));
  if (
    load === undefined ||
    call === undefined ||
    finish === undefined ||
    !(load + call + finish >= 0)
  ) {
    throw new Error(`VS Code does not tell how long the activation of ${extension} took.`);
  }
  return { load, call, finish };
}

/** Until the extension is there to be used. */
export function wholeTime({ load, call, finish }: ActivationTimes): number {
  return load + call + finish;
}
