// SPDX-License-Identifier: Apache-2.0
// To whose devices something of one's own desk was sent, and on which days. From one's own copy.
import type { Id, Samstig } from '@samstig/client';
import { all, one } from '../../shared/copy';
import { idText } from '../../shared/ids';
import { People, type Someone } from '../../shared/people';
import type { Words } from '../../shared/words';

export interface Reader {
  person: Someone;
  // The newest first.
  daysMs: number[];
}
export interface ReadersIn {
  cohort: string;
  name: string;
  readers: Reader[];
}

// Days are the server's, counted in UTC; at noon they are the same day on every clock where Samstig is used.
const kDayMs = 24 * 3600 * 1000;
export const noonOf = (day: number): number => (day + 0.5) * kDayMs;

// The cohort of the latest sending first, and in it who was sent something last.
export async function readersOfMine(client: Samstig, me: Id, words: Words): Promise<ReadersIn[]> {
  const people = new People(client, words);
  const found = new Map<string, ReadersIn>();
  for (const { body } of await all(client, 'disclosure', 'disclosuresOfPerson', me)) {
    if (body.days.length === 0) continue;
    const cohort = idText(body.cohortId);
    let group = found.get(cohort);
    if (!group) {
      const of = await one(client, 'cohort', body.cohortId);
      found.set(cohort, (group = { cohort, name: words.pick(of?.body.name), readers: [] }));
    }
    group.readers.push({ person: await people.someone(body.readerId), daysMs: [...body.days].reverse().map(noonOf) });
  }
  const latest = (group: ReadersIn) => Math.max(...group.readers.map((reader) => reader.daysMs[0]!));
  for (const group of found.values()) group.readers.sort((a, b) => b.daysMs[0]! - a.daysMs[0]! || a.person.name.localeCompare(b.person.name, words.language));
  return [...found.values()].sort((a, b) => latest(b) - latest(a));
}
