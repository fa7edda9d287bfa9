// SPDX-License-Identifier: Apache-2.0
// Which rows of a report may be told: none that speaks of fewer than five people, and none from which such
// a row could be computed. The same rule as in cli/figures; docs/decisions/0042-reports.md says why five.

export const kFewest = 5;

// 'shieldsOthers': large enough, but the total less this row would tell of too few.
export type Telling = 'told' | 'tooFew' | 'shieldsOthers';

// A row that stands alone.
export function tellingOf(people: number): Telling {
  return people < kFewest ? 'tooFew' : 'told';
}

// Rows that stand beside their total: what is left of it when the told rows are taken away speaks of nobody,
// or of five at least.
export function tellingBesideTotal(people: number[]): Telling[] {
  const telling = people.map(tellingOf);
  const hidden = people.filter((_, row) => telling[row] === 'tooFew').reduce((sum, row) => sum + row, 0);
  if (hidden === 0 || hidden >= kFewest) return telling;
  // Two small rows can be too few together; one more is always enough, for it has five or more.
  let smallest = -1;
  for (const [row, count] of people.entries()) {
    if (telling[row] === 'told' && (smallest < 0 || count < people[smallest]!)) smallest = row;
  }
  if (smallest >= 0) telling[smallest] = 'shieldsOthers';
  return telling;
}
