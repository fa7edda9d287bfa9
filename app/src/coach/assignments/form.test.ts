// SPDX-License-Identifier: Apache-2.0
// The form of an assignment, from empty to what is written.
import { create, AssignmentSchema, AssignmentState } from '@samstig/client/messages';
import { describe, expect, it } from 'vitest';
import { id } from '../../testing/memory_client';
import { dayOf, endOf, keepingTime, startOf } from '../../shared/days';
import { idText } from '../../shared/ids';
import { stageOf } from './assignments';
import { assignmentFrom, type AssignmentForm, formOf, freshForm, lacksOf } from './form';

const kNow = new Date(2026, 9, 5, 10).getTime();
const filled = (rest: Partial<AssignmentForm> = {}): AssignmentForm => ({ ...freshForm(kNow), title: { 'sv-FI': ' Ett brev ' }, brief: { 'sv-FI': 'Skriv.', fi: '  ' }, ...rest });

describe('what is missing', () => {
  it('is told at once, all of it', () => {
    expect(lacksOf({ ...freshForm(kNow), minutes: '3', due: '' })).toEqual(['title', 'brief', 'minutes', 'due']);
  });
  it('is nothing when it is filled in', () => expect(lacksOf(filled())).toEqual([]));
  it('is order, when the days are not in it', () => {
    expect(lacksOf(filled({ opens: '2026-11-01', due: '2026-10-31' }))).toEqual(['dueBeforeOpens']);
    expect(lacksOf(filled({ publish: '2026-11-01', due: '2026-10-31' }))).toEqual(['dueBeforeOpens']);
    expect(lacksOf(filled({ publish: '2026-10-08', opens: '2026-10-07', due: '2026-10-31' }))).toEqual(['opensBeforePublish']);
  });
  it('is a day, when there is no such day', () => expect(lacksOf(filled({ due: '2026-02-31' }))).toEqual(['due']));
});

describe('the assignment', () => {
  it('opens at once and is due at the end of its day', () => {
    const made = assignmentFrom(filled({ due: '2026-10-19' }), id(1), kNow);
    expect(made.title?.byLanguage).toEqual({ 'sv-FI': 'Ett brev' });
    expect(made.brief?.byLanguage).toEqual({ 'sv-FI': 'Skriv.' });
    expect([Number(made.opensMs), Number(made.dueMs), Number(made.publishMs)]).toEqual([kNow, new Date(2026, 9, 19, 23, 59, 59).getTime(), 0]);
    expect(made.target.case).toBeUndefined();
  });
  it('that is shown later opens no sooner', () => {
    const made = assignmentFrom(filled({ publish: '2026-10-12' }), id(1), kNow);
    expect(Number(made.publishMs)).toBe(startOf('2026-10-12'));
    expect(made.opensMs).toBe(made.publishMs);
  });
  it('that would have been shown today is shown at once', () => {
    expect(assignmentFrom(filled({ publish: '2026-10-05' }), id(1), kNow).publishMs).toBe(0n);
  });
  it('is for whom it was chosen', () => {
    expect(assignmentFrom(filled({ whom: `person ${idText(id(7))}` }), id(1), kNow).target).toEqual({ case: 'personId', value: id(7) });
    expect(assignmentFrom(filled({ whom: `group ${idText(id(8))}` }), id(1), kNow).target).toEqual({ case: 'groupId', value: id(8) });
  });
  it('that is changed keeps its moments when its days stay', () => {
    const before = create(AssignmentSchema, {
      cohortId: id(1), minutes: 45, opensMs: BigInt(kNow - 5000), dueMs: BigInt(new Date(2026, 9, 20, 9, 30).getTime()), publishMs: BigInt(kNow - 9000),
      title: { byLanguage: { 'sv-FI': 'A' } }, brief: { byLanguage: { 'sv-FI': 'B' } }, version: 1, state: AssignmentState.OPEN,
    });
    const made = assignmentFrom({ ...formOf(before), note: ' Ny länk. ' }, id(1), kNow, before);
    expect([made.opensMs, made.dueMs, made.publishMs]).toEqual([before.opensMs, before.dueMs, before.publishMs]);
    expect(made.changeNote).toBe('Ny länk.');
  });
});

it('knows days by the clock of this device', () => {
  expect(dayOf(endOf('2026-12-31')!)).toBe('2026-12-31');
  expect(startOf('igår')).toBeNull();
  expect(keepingTime('2026-10-05', kNow, startOf)).toBe(kNow);
  expect(keepingTime('2026-10-06', kNow, startOf)).toBe(startOf('2026-10-06'));
});

it('is open, then takes late work, then is closed', () => {
  const stage = (rest: Partial<{ state: AssignmentState; opensMs: bigint; dueMs: bigint }>, now: number) =>
    stageOf({ state: AssignmentState.OPEN, opensMs: 10n, dueMs: 20n, ...rest }, 5, now);
  expect([5, 15, 22, 26].map((now) => stage({}, now))).toEqual(['coming', 'open', 'grace', 'closed']);
  expect(stage({ state: AssignmentState.CLOSED }, 15)).toBe('closed');
  expect(stage({ state: AssignmentState.SCHEDULED }, 15)).toBe('scheduled');
});
