// SPDX-License-Identifier: Apache-2.0
// The form of a cohort: what is filled in, what is missing, and the cohort that comes of it. Pure.
import { type Cohort, CohortSchema, CohortState, create, type Programme } from '@samstig/client/messages';
import { dayOf, daysLater, endOf, keepingTime, startOf } from '../../shared/days';
import { idFrom, idText } from '../../shared/ids';
import { isBlank, localText, type Texts, textsOf } from '../../shared/LocalTexts';
import { fixed, fixedText } from '../../shared/money';

export interface CohortForm {
  programme: string;
  round: string;
  name: Texts;
  enrolmentOpens: string;
  enrolmentCloses: string;
  starts: string;
  ends: string;
  graceDays: string;
  // Empty: the programme's.
  price: string;
  currency: string;
  vat: string;
  // Empty: no limit.
  seats: string;
}

export type CohortLack = 'programme' | 'round' | 'name' | 'dates' | 'datesOrder' | 'grace' | 'price' | 'currency' | 'vat' | 'seats';

const kDay = 24 * 3600 * 1000;
const kMaxGraceDays = 60;

export function freshCohort(now: number): CohortForm {
  return {
    programme: '', round: '1', name: {}, enrolmentOpens: dayOf(now), enrolmentCloses: dayOf(daysLater(now, 30)), starts: dayOf(daysLater(now, 45)),
    ends: dayOf(daysLater(now, 225)), graceDays: '7', price: '', currency: '', vat: '25,5', seats: '',
  };
}

export function formOfCohort(cohort: Cohort): CohortForm {
  return {
    programme: idText(cohort.programmeId), round: String(cohort.round), name: textsOf(cohort.name),
    enrolmentOpens: dayOf(Number(cohort.enrolmentOpensMs)), enrolmentCloses: dayOf(Number(cohort.enrolmentClosesMs)),
    starts: dayOf(Number(cohort.startsMs)), ends: dayOf(Number(cohort.endsMs)), graceDays: fixedText(Math.round(Number(cohort.graceMs) / kDay), 0),
    price: cohort.currency ? fixedText(Number(cohort.priceCents), 2) : '', currency: cohort.currency, vat: fixedText(cohort.vatPermille, 1),
    seats: cohort.seats ? String(cohort.seats) : '',
  };
}

// "Kommunens ledarstig, omgång 3" in each of the programme's languages.
export function usualName(programme: Programme | undefined, round: string): Texts {
  const word = (tag: string) => ({ sv: 'omgång', fi: 'kierros', da: 'runde', nb: 'runde', no: 'runde', nn: 'runde' })[tag.split('-')[0]!] ?? 'round';
  return Object.fromEntries(Object.entries(programme?.name?.byLanguage ?? {}).map(([tag, name]) => [tag, `${name}, ${word(tag)} ${round}`]));
}

const whole = (text: string, least: number, most: number) => /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;

export function cohortLacks(form: CohortForm): CohortLack[] {
  const lacks: CohortLack[] = [];
  if (!form.programme) lacks.push('programme');
  if (!whole(form.round, 1, 1000)) lacks.push('round');
  if (isBlank(form.name)) lacks.push('name');
  const days = [form.enrolmentOpens, form.enrolmentCloses, form.starts, form.ends];
  if (days.some((day) => startOf(day) === null)) lacks.push('dates');
  // It closes at the end of its day and starts at the beginning of one: not on the same.
  else if (!(form.enrolmentOpens <= form.enrolmentCloses && form.enrolmentCloses < form.starts && form.starts <= form.ends)) lacks.push('datesOrder');
  if (!whole(form.graceDays, 0, kMaxGraceDays)) lacks.push('grace');
  const price = form.price.trim() === '' ? 0 : fixed(form.price, 2);
  if (price === null || price > 100_000_000) lacks.push('price');
  if (form.price.trim() !== '' && !/^[A-Z]{3}$/.test(form.currency.trim())) lacks.push('currency');
  const vat = form.vat.trim() === '' ? 0 : fixed(form.vat, 1);
  if (vat === null || vat > 500) lacks.push('vat');
  if (form.seats.trim() !== '' && !whole(form.seats, 1, 10_000)) lacks.push('seats');
  return lacks;
}

// Without lacks.
export function cohortFrom(form: CohortForm, before?: Cohort): Cohort {
  const ms = (day: string, of: bigint | undefined, edge: typeof startOf) => BigInt(keepingTime(day, Number(of ?? 0n), edge) ?? 0);
  const priced = form.price.trim() !== '';
  return create(CohortSchema, {
    programmeId: idFrom(form.programme) ?? new Uint8Array(), round: Number(form.round), name: localText(form.name),
    enrolmentOpensMs: ms(form.enrolmentOpens, before?.enrolmentOpensMs, startOf), enrolmentClosesMs: ms(form.enrolmentCloses, before?.enrolmentClosesMs, endOf),
    startsMs: ms(form.starts, before?.startsMs, startOf), endsMs: ms(form.ends, before?.endsMs, endOf), graceMs: BigInt(Number(form.graceDays) * kDay),
    priceCents: BigInt(priced ? fixed(form.price, 2) ?? 0 : 0), currency: priced ? form.currency.trim() : '',
    vatPermille: form.vat.trim() === '' ? 0 : fixed(form.vat, 1) ?? 0, seats: form.seats.trim() === '' ? 0 : Number(form.seats),
  });
}

const forward: CohortState[] = [
  CohortState.DRAFT, CohortState.ANNOUNCED, CohortState.ENROLLING, CohortState.CONFIRMED, CohortState.RUNNING, CohortState.WRAPPING_UP,
  CohortState.ALUMNI, CohortState.ARCHIVED,
];
const pausable = forward.slice(2, 6);

// As domain/rules has it: the next step first, then what leads aside.
export function movesFrom({ state, pausedFrom }: Pick<Cohort, 'state' | 'pausedFrom'>): { next: CohortState | null; aside: CohortState[] } {
  if (state === CohortState.PAUSED) return { next: pausedFrom, aside: [] };
  const at = forward.indexOf(state);
  if (at < 0) return { next: null, aside: [] };
  const aside = [];
  if (pausable.includes(state)) aside.push(CohortState.PAUSED);
  if (at < forward.indexOf(CohortState.RUNNING)) aside.push(CohortState.CANCELLED);
  return { next: forward[at + 1] ?? null, aside };
}
