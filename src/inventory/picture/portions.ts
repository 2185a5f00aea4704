/**
 * Shares room out fairly: each gets what it wants where that is no more than an equal part, and what is left over goes
 * to the others.
 * @param wants how much each would take
 * @returns how much each gets, in the same order; together no more than there is room
 */
export function portions(room: number, wants: readonly number[]): readonly number[] {
  const given = wants.map(() => 0);
  const modestFirst = Array.from(wants.entries()).toSorted(([, one], [, other]) => one - other);
  let left = Math.max(0, room);
  for (const [done, [place, wanted]] of modestFirst.entries()) {
    const part = Math.min(wanted, Math.floor(left / (modestFirst.length - done)));
    given[place] = part;
    left -= part;
  }
  return given;
}
