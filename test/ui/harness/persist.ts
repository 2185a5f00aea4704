/** How long one attempt may take to click or to see something, in milliseconds. */
export const aimMilliseconds = 4_000;

/**
 * Tries something until it works, as a person does where VS Code drew anew just then what they aimed at.
 * @param attempt gives up within seconds, before it has done anything
 * @throws what the last attempt threw
 */
export async function persist<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
