// SPDX-License-Identifier: Apache-2.0
// What organisers decide on: the way of a cohort, seats, names and codes.
import { CohortState, SeatState } from '@samstig/client/messages';
import { describe, expect, it } from 'vitest';
import { fixed, fixedText, vatOf } from '../shared/money';
import { id } from '../testing/memory_client';
import { cohortFrom, cohortLacks, formOfCohort, freshCohort, movesFrom, usualName } from './cohorts/form';
import { samePlain } from './files/import';
import { codeFor } from './programmes/publishing';
import { roomIn, standsAs } from './requests';

const kNow = new Date(2026, 9, 5, 10).getTime();
const filled = { ...freshCohort(kNow), programme: '00000000-0000-0000-0000-000000000009', name: { 'sv-FI': 'Omgång 3' } };

describe('a cohort', () => {
  it('goes forward step by step, aside while it can, and back only from a pause', () => {
    const moves = (state: CohortState, pausedFrom = CohortState.UNSPECIFIED) => movesFrom({ state, pausedFrom });
    expect(moves(CohortState.DRAFT)).toEqual({ next: CohortState.ANNOUNCED, aside: [CohortState.CANCELLED] });
    expect(moves(CohortState.ENROLLING)).toEqual({ next: CohortState.CONFIRMED, aside: [CohortState.PAUSED, CohortState.CANCELLED] });
    expect(moves(CohortState.RUNNING)).toEqual({ next: CohortState.WRAPPING_UP, aside: [CohortState.PAUSED] });
    expect(moves(CohortState.ARCHIVED)).toEqual({ next: null, aside: [] });
    expect(moves(CohortState.CANCELLED)).toEqual({ next: null, aside: [] });
    expect(moves(CohortState.PAUSED, CohortState.RUNNING)).toEqual({ next: CohortState.RUNNING, aside: [] });
  });
  it('is planned when all is filled in, and says what is not', () => {
    expect(cohortLacks(filled)).toEqual([]);
    expect(cohortLacks({ ...filled, programme: '', round: '0', name: {}, graceDays: '61', price: 'gratis', vat: '51', seats: '0' }))
      .toEqual(['programme', 'round', 'name', 'grace', 'price', 'currency', 'vat', 'seats']);
    expect(cohortLacks({ ...filled, starts: filled.enrolmentCloses })).toEqual(['datesOrder']);
    expect(cohortLacks({ ...filled, ends: '' })).toEqual(['dates']);
  });
  it('comes out of the form as it went in', () => {
    const cohort = cohortFrom({ ...filled, price: '149,50', currency: 'EUR', seats: '30' });
    expect([cohort.priceCents, cohort.currency, cohort.vatPermille, cohort.seats, Number(cohort.graceMs) / 86_400_000]).toEqual([14950n, 'EUR', 255, 30, 7]);
    expect(cohortFrom(formOfCohort(cohort), cohort)).toEqual(cohort);
  });
  it('without a price of its own has no currency, so the programme’s stays', () => {
    expect(cohortFrom({ ...filled, price: '', currency: 'EUR' }).currency).toBe('');
  });
  it('is named after its programme in each language', () => {
    expect(usualName({ name: { byLanguage: { 'sv-FI': 'Stig', fi: 'Polku', en: 'Path' } } } as never, '3')).toEqual({ 'sv-FI': 'Stig, omgång 3', fi: 'Polku, kierros 3', en: 'Path, round 3' });
  });
});

describe('seats', () => {
  const seat = (number: number, agreed: number) => ({ id: id(number), author: id(0), madeMs: 0, pending: false, body: { agreed } }) as never;
  it('wait until they are answered, and stay in sight when fewer were agreed', () => {
    expect(standsAs({ state: SeatState.REQUESTED, requested: 4, agreed: 0 })).toBe('waits');
    expect(standsAs({ state: SeatState.AGREED, requested: 4, agreed: 2 })).toBe('wantsMore');
    expect(standsAs({ state: SeatState.AGREED, requested: 4, agreed: 4 })).toBe('answered');
    expect(standsAs({ state: SeatState.DECLINED, requested: 4, agreed: 0 })).toBe('answered');
  });
  it('of all municipalities are no more than the cohort has', () => {
    const all = [seat(1, 5), seat(2, 10)];
    expect(roomIn(0, all, all[0]!)).toBeNull();
    expect(roomIn(20, all, all[0]!)).toBe(10);
    // Giving some back is always possible.
    expect(roomIn(8, all, all[0]!)).toBe(5);
  });
});

describe('money', () => {
  it('is whole cents', () => {
    expect([fixed('150', 2), fixed('149,5', 2), fixed('149.50 €', 2), fixed('25,5 %', 1)]).toEqual([15000, 14950, 14950, 255]);
    expect([fixed('1,234', 2), fixed('-1', 2), fixed('', 2), fixed('1e3', 2)]).toEqual([null, null, null, null]);
    expect([fixedText(15000, 2), fixedText(14950, 2), fixedText(255, 1)]).toEqual(['150', '149,50', '25,5']);
  });
  it('has its VAT to the nearest cent, half a cent up', () => {
    expect(vatOf({ netCents: 15000, vatPermille: 255, currency: 'EUR' })).toBe(3825);
    expect(vatOf({ netCents: 10, vatPermille: 50, currency: 'EUR' })).toBe(1);
  });
});

it('makes codes of titles, each once', () => {
  expect(codeFor('Pröva er egen tjänst!', [])).toBe('prova-er-egen-tjanst');
  expect(codeFor('Pröva', ['prova', 'prova-2'])).toBe('prova-3');
  expect(codeFor('Ö', [])).toMatch(/^[a-z0-9-]{3,64}$/);
  expect(codeFor('???', [])).toMatch(/^[a-z0-9-]{3,64}$/);
  expect(codeFor('x'.repeat(200), []).length).toBeLessThanOrEqual(64);
});

it('takes texts in another order for the same', () => {
  expect(samePlain({ a: { fi: '1', sv: '2' } }, { a: { sv: '2', fi: '1' } })).toBe(true);
  expect(samePlain({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
});
