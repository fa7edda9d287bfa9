// SPDX-License-Identifier: Apache-2.0
// Lines of command, as far as this copy knows them: who reports to whom. The server has the last word. Pure.

export type ManagersOf = Map<string, string[]>;

function above(person: string, managers: ManagersOf): Set<string> {
  const found = new Set<string>();
  const next = [...(managers.get(person) ?? [])];
  for (let one = next.pop(); one !== undefined; one = next.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    next.push(...(managers.get(one) ?? []));
  }
  return found;
}

// Pairs among these people of whom one is somewhere above the other.
export function pairsInCommand(people: string[], managers: ManagersOf): { above: string; below: string }[] {
  return people.flatMap((below) => {
    const over = above(below, managers);
    return people.filter((one) => one !== below && over.has(one)).map((one) => ({ above: one, below }));
  });
}
