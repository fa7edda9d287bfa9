// SPDX-License-Identifier: Apache-2.0
// Cohorts as the admin of a municipality sees them: what is open, what was asked for, what was answered, and
// how many of the seats are taken.
import type { Id, Samstig } from '@samstig/client';
import { CohortState, EnrolmentState, Role, SeatState } from '@samstig/client/messages';
import { all, type Of, one } from '../shared/copy';
import { sameId } from '../shared/ids';
import { type Price, priceOf } from '../shared/money';
import { hatsOf } from '../shared/people';
import { takesEnrolments } from '../shared/states';
import type { Words } from '../shared/words';

export interface Terms {
  // Null: none are published, and nothing needs to be accepted.
  version: number | null;
  accepted: boolean;
}

export interface Offer {
  cohort: Of<'cohort'>;
  name: string;
  programme: Of<'programme'> | null;
  price: Price;
  seat: Of<'cohortSeat'> | null;
  places: Of<'enrolment'>[];
  agreed: number;
  taken: number;
  waiting: number;
  // Whether more seats can be asked for, and leaders be enrolled, as far as dates and states say.
  asks: boolean;
  enrols: boolean;
}

export async function administered(client: Samstig, me: Id): Promise<Of<'municipality'>[]> {
  const hats = await hatsOf(client, me);
  const ids = hats.flatMap((hat) => (hat.role === Role.MUNICIPALITY_ADMIN && hat.place.case === 'municipalityId' ? [hat.place.value] : []));
  return (await Promise.all(ids.map((id) => one(client, 'municipality', id)))).flatMap((found) => found ?? []);
}

export async function termsFor(client: Samstig, municipality: Id): Promise<Terms> {
  const terms = await one(client, 'dataTerms', await client.namedId('dataTerms'));
  if (!terms) return { version: null, accepted: true };
  const acceptance = await one(client, 'termsAcceptance', await client.namedId('termsAcceptance', municipality));
  const accepted = acceptance?.body.acceptances.some(({ version }) => version === terms.body.version) ?? false;
  return { version: terms.body.version, accepted };
}

interface Window {
  state: CohortState;
  enrolmentOpensMs: bigint;
  enrolmentClosesMs: bigint;
}

const inWindow = (cohort: Window, now: number) => now >= Number(cohort.enrolmentOpensMs) && now <= Number(cohort.enrolmentClosesMs);

export function asksForSeats(cohort: Window, now: number): boolean {
  return takesEnrolments(cohort.state) && inWindow(cohort, now);
}

// Who comes after the window takes a seat that was agreed and is free, once the cohort runs.
export function enrolsLeaders(cohort: Window, now: number): boolean {
  return takesEnrolments(cohort.state) && (cohort.state === CohortState.RUNNING || inWindow(cohort, now));
}

const hasPlace = ({ body }: Of<'enrolment'>) => body.state === EnrolmentState.ACTIVE || body.state === EnrolmentState.COMPLETED;

export async function offer(client: Samstig, cohort: Of<'cohort'>, municipality: Id, words: Words): Promise<Offer> {
  const [now, programme, seat, enrolments] = await Promise.all([
    client.serverTimeMs(), one(client, 'programme', cohort.body.programmeId),
    client.namedId('seat', cohort.id, municipality).then((id) => one(client, 'cohortSeat', id)),
    all(client, 'enrolment', 'enrolmentsOfCohort', cohort.id),
  ]);
  const places = enrolments.filter(({ body }) => sameId(body.municipalityId, municipality));
  return {
    cohort, programme, seat, places, name: words.pick(cohort.body.name), price: priceOf(cohort.body, programme?.body),
    agreed: seat?.body.state === SeatState.AGREED ? seat.body.agreed : 0,
    taken: places.filter(hasPlace).length,
    waiting: places.filter(({ body }) => body.state === EnrolmentState.WAITLISTED).length,
    asks: asksForSeats(cohort.body, now), enrols: enrolsLeaders(cohort.body, now),
  };
}

// Those the municipality is part of come first, then what is open; the soonest first.
export async function offers(client: Samstig, municipality: Id, words: Words): Promise<{ ours: Offer[]; open: Offer[] }> {
  const cohorts = await all(client, 'cohort', 'cohorts');
  const known = await Promise.all(cohorts.map((cohort) => offer(client, cohort, municipality, words)));
  known.sort((a, b) => Number(a.cohort.body.startsMs - b.cohort.body.startsMs));
  const isOurs = ({ seat, places }: Offer) => seat !== null || places.length > 0;
  const isOpen = ({ cohort }: Offer) => cohort.body.state === CohortState.ANNOUNCED || cohort.body.state === CohortState.ENROLLING;
  return { ours: known.filter(isOurs).reverse(), open: known.filter((one) => !isOurs(one) && isOpen(one)) };
}
