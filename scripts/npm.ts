/** How to start npm: by its own script where npm runs this process, which works alike on every system. */
export function npmCommand(): { readonly command: string; readonly before: readonly string[] } {
  const script = process.env.npm_execpath;
  if (script === undefined) return { command: 'npm', before: [] };
  return { command: process.execPath, before: [script] };
}
