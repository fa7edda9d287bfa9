// SPDX-License-Identifier: Apache-2.0
// What municipalities ask for, and what is left to answer.
import type { Samstig } from '@samstig/client';
import { EnrolmentState, SeatState } from '@samstig/client/messages';
import { all, type Of, one } from '../shared/copy';
import { idText, sameId } from '../shared/ids';
import { People } from '../shared/people';
import type { Words } from '../shared/words';

export interface SeatRequest {
  id: string;
  of: Of<'cohortSeat'>;
  municipality: string;
  cohort: string;
  cohortId: string;
  // Places that are taken already: never fewer can be agreed.
  taken: number;
  // Of a cohort with a limit: how many can be agreed at most.
  atMost: number | null;
  stands: Stands;
}

// 'wantsMore': some seats are agreed and more are asked for, or fewer were offered: both look the same, so they
// stay in sight.
export type Stands = 'waits' | 'wantsMore' | 'answered';

export function standsAs(seat: Pick<Of<'cohortSeat'>['body'], 'state' | 'requested' | 'agreed'>): Stands {
  if (seat.state === SeatState.REQUESTED) return 'waits';
  return seat.state === SeatState.AGREED && seat.requested > seat.agreed ? 'wantsMore' : 'answered';
}

export function roomIn(limit: number, seats: Of<'cohortSeat'>[], except: Of<'cohortSeat'>): number | null {
  if (limit === 0) return null;
  const others = seats.filter(({ id }) => !sameId(id, except.id)).reduce((sum, { body }) => sum + body.agreed, 0);
  // Giving some back is always possible.
  return Math.max(except.body.agreed, limit - others);
}

export async function requestsTo(client: Samstig, cohort: Of<'cohort'>, words: Words): Promise<SeatRequest[]> {
  const people = new People(client, words);
  const [seats, places] = await Promise.all([all(client, 'cohortSeat', 'seatsOfCohort', cohort.id), all(client, 'enrolment', 'enrolmentsOfCohort', cohort.id)]);
  const requests = await Promise.all(seats.map(async (of): Promise<SeatRequest> => ({
    id: idText(of.id), of, municipality: (await people.municipality(of.body.municipalityId)) || words.t('figures.unknown'),
    cohort: words.pick(cohort.body.name), cohortId: idText(cohort.id),
    taken: places.filter(({ body }) => sameId(body.municipalityId, of.body.municipalityId)
      && (body.state === EnrolmentState.ACTIVE || body.state === EnrolmentState.COMPLETED)).length,
    atMost: roomIn(cohort.body.seats, seats, of), stands: standsAs(of.body),
  })));
  return requests.sort((a, b) => a.municipality.localeCompare(b.municipality));
}

export async function allRequests(client: Samstig, words: Words): Promise<SeatRequest[]> {
  const cohorts = await all(client, 'cohort', 'cohorts');
  return (await Promise.all(cohorts.map((cohort) => requestsTo(client, cohort, words)))).flat();
}

export async function programmeOf(client: Samstig, cohort: Of<'cohort'>): Promise<Of<'programme'> | null> {
  return one(client, 'programme', cohort.body.programmeId);
}
