// SPDX-License-Identifier: Apache-2.0
// Who will be able to read, told before sending. Threads are counted by the client library (the rule that
// the server enforces); a report goes to the coaches of the cohort, who are found here.
import type { Id, Samstig } from '@samstig/client';
import { Role } from '@samstig/client/messages';
import { all } from '../shared/copy';
import { idText } from '../shared/ids';
import { hatsOf, People, type Someone } from '../shared/people';
import type { Words } from '../shared/words';

export interface Readers {
  people: Someone[];
  municipalities: string[];
  // Of these, those who hold the HR side of one's own municipality, and those one reports to or who report to one.
  ownHr: Someone[];
  lineOfCommand: Someone[];
}

export async function readersOfThread(client: Samstig, thread: Id, words: Words): Promise<Readers> {
  const audience = await client.audienceOf(thread);
  const people = new People(client, words);
  const named = (ids: Id[]) => Promise.all(ids.map((id) => people.someone(id)));
  return {
    people: await named(audience.people),
    municipalities: (await Promise.all(audience.municipalities.map((id) => people.municipality(id)))).sort(),
    ownHr: await named(audience.ownHr),
    lineOfCommand: await named(audience.lineOfCommand),
  };
}

export async function coachesOf(client: Samstig, cohort: Id): Promise<Id[]> {
  const hats = await all(client, 'membership', 'membershipsAt', cohort);
  const coaches = hats.filter(({ body }) => body.role === Role.COACH && !body.ended).map(({ body }) => body.personId);
  return [...new Map(coaches.map((id) => [idText(id), id])).values()];
}

// A report goes to the desk that a leader shares with the coaches, and to nobody else.
export async function readersOfReport(client: Samstig, me: Id, cohort: Id, words: Words): Promise<Readers> {
  const people = new People(client, words);
  const coaches = await coachesOf(client, cohort);
  const own = (await hatsOf(client, me))
    .flatMap((hat) => (hat.role === Role.LEADER && hat.place.case === 'municipalityId' ? [idText(hat.place.value)] : []));
  const managers = new Set((await hatsOf(client, me)).filter((hat) => hat.managerId.length).map((hat) => idText(hat.managerId)));
  const named = await Promise.all(coaches.map((id) => people.someone(id)));
  const hr: Someone[] = [];
  for (const [at, coach] of coaches.entries()) {
    const hats = await hatsOf(client, coach);
    const isHr = hats.some((hat) => hat.role === Role.MUNICIPALITY_ADMIN && hat.place.case === 'municipalityId'
      && own.includes(idText(hat.place.value)));
    if (isHr) hr.push(named[at]!);
  }
  return {
    people: named,
    municipalities: [],
    ownHr: hr,
    lineOfCommand: named.filter((coach) => managers.has(coach.id)),
  };
}

// "8 personer i 5 kommuner. Ingen från din kommuns personalavdelning."
export function audienceLine(words: Words, readers: Readers): string {
  const hr = readers.ownHr.length === 0
    ? words.t('audience.noHr')
    : words.t('audience.hr', { names: words.list(readers.ownHr.map((one) => one.name)) });
  return `${audienceCount(words, readers)} ${hr}`;
}

export function audienceCount(words: Words, readers: Readers): string {
  if (readers.people.length === 0) return words.t('audience.nobody');
  return words.t('audience.people', { people: readers.people.length, municipalities: readers.municipalities.length });
}
