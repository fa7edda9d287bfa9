// SPDX-License-Identifier: Apache-2.0
// The cohorts that a person coaches, and who is in them.
import type { Id, Samstig } from '@samstig/client';
import { CohortState, Role } from '@samstig/client/messages';
import { all, type Of, one } from '../shared/copy';
import { takesPart } from '../shared/figures/load';
import { idText } from '../shared/ids';
import { hatsOf, People, type Someone } from '../shared/people';
import type { Words } from '../shared/words';

// Those where something happens now come first, then the newest.
const order = new Map<CohortState, number>([
  [CohortState.RUNNING, 0], [CohortState.WRAPPING_UP, 1], [CohortState.PAUSED, 2], [CohortState.CONFIRMED, 3], [CohortState.ENROLLING, 4],
]);

export async function coachedCohorts(client: Samstig, me: Id): Promise<Of<'cohort'>[]> {
  const hats = await hatsOf(client, me);
  const ids = hats.flatMap((hat) => (hat.role === Role.COACH && hat.place.case === 'cohortId' ? [hat.place.value] : []));
  const found = await Promise.all(ids.map((id) => one(client, 'cohort', id)));
  const weight = ({ body }: Of<'cohort'>) => order.get(body.state) ?? 9;
  return found.flatMap((cohort) => cohort ?? []).sort((a, b) => weight(a) - weight(b) || Number(b.body.startsMs - a.body.startsMs));
}

export interface Leader extends Someone {
  // Whose seat it is: the municipality that is shown beside the name when the person leads in several.
  returning: boolean;
  sector: string;
}

export function byName<T extends { name: string; id: string }>(a: T, b: T): number {
  return a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);
}

// Who takes part, by name: no order of merit.
export async function leadersIn(client: Samstig, cohort: Id, words: Words): Promise<Leader[]> {
  const people = new People(client, words);
  const places = (await all(client, 'enrolment', 'enrolmentsOfCohort', cohort)).filter(({ body }) => takesPart(body) && body.personId.length > 0);
  const leaders = await Promise.all(places.map(async ({ body }): Promise<Leader> => {
    const someone = await people.someone(body.personId);
    const hat = (await hatsOf(client, body.personId)).find(({ role }) => role === Role.LEADER);
    return { ...someone, municipality: (await people.municipality(body.municipalityId)) || someone.municipality, returning: body.returning, sector: hat?.sector ?? '' };
  }));
  return [...new Map(leaders.map((leader) => [leader.id, leader])).values()].sort(byName);
}

export async function languagesOf(client: Samstig, cohort: Of<'cohort'>, words: Words): Promise<string[]> {
  const programme = await one(client, 'programme', cohort.body.programmeId);
  const languages = programme?.body.languages ?? [];
  return languages.length > 0 ? languages : [words.language];
}

export const cohortKey = (cohort: Of<'cohort'>) => idText(cohort.id);
