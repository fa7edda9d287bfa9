// SPDX-License-Identifier: Apache-2.0
// Figures: what they count, and that nothing is told of fewer than five.
import { describe, expect, it } from 'vitest';
import { activitySheet, kWeekMs, weekNumber, weekStart } from './activity';
import { enrolmentSheet } from './enrolment';
import { type Attempt, type Facts, noFacts, type Place } from './facts';
import { progressSheet } from './progress';
import type { SheetRow } from './sheet';
import { kFewest, tellingBesideTotal, tellingOf } from './small_groups';
import { harmlessCell, sheetCsv } from './spreadsheet';

const place = (person: string, municipality = 'pargas', rest: Partial<Place> = {}): Place =>
  ({ cohort: 'three', person, municipality, state: 'active', returning: false, ...rest });
const attempt = (person: string, task: string, rest: Partial<Attempt> = {}): Attempt =>
  ({ person, task, number: 1, madeMs: Date.UTC(2026, 10, 18), state: 'submitted', late: false, didNotWork: false, answered: false, ...rest });
const people = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}${at}`);

function round(): Facts {
  const facts = noFacts();
  facts.cohorts.set('three', 'Omgång 3');
  facts.municipalities = new Map([['pargas', 'Pargas'], ['raseborg', 'Raseborg']]);
  facts.themes = [{ id: 'mod', name: 'Mod', position: 1 }];
  facts.tasks = [{ id: 'brev', theme: 'mod', title: 'Ett brev', dueMs: 2, only: null }, { id: 'samtal', theme: 'mod', title: 'Ett samtal', dueMs: 1, only: null }];
  facts.places = [...people('p', 6).map((person) => place(person)), ...people('r', 5).map((person) => place(person, 'raseborg'))];
  return facts;
}
const row = (rows: SheetRow[], label: string) => rows.find((one) => one.label === label)!;
const group = (facts: Facts, by: 'assignment' | 'municipality') => progressSheet(facts).groups.find(({ heading }) => heading === by)!.rows;

describe('fewer than five', () => {
  it('are never told of', () => {
    expect([0, 1, 4, 5, 40].map(tellingOf)).toEqual(['tooFew', 'tooFew', 'tooFew', 'told', 'told']);
  });

  it('cannot be computed from the total and the rows that are told, whatever four rows there are', () => {
    for (let code = 0; code < 10 ** 4; ++code) {
      const rows = [code % 10, Math.floor(code / 10) % 10, Math.floor(code / 100) % 10, Math.floor(code / 1000)];
      const telling = tellingBesideTotal(rows);
      const rest = rows.filter((_, at) => telling[at] !== 'told').reduce((sum, count) => sum + count, 0);
      const anythingTold = telling.includes('told');
      for (const [at, count] of rows.entries()) if (telling[at] === 'told') expect(count).toBeGreaterThanOrEqual(kFewest);
      if (anythingTold && rest > 0) expect(rest, String(rows)).toBeGreaterThanOrEqual(kFewest);
    }
  });

  it('leave their row empty, not zero', () => {
    const facts = round();
    facts.places = facts.places.filter(({ person }) => person !== 'r0');
    facts.attempts = [attempt('r1', 'brev')];
    const raseborg = row(group(facts, 'municipality'), 'Raseborg');
    expect([raseborg.n, raseborg.telling, raseborg.values]).toEqual([4, 'tooFew', null]);
    // Pargas could be told, but the total less Pargas would tell of Raseborg.
    expect(row(group(facts, 'municipality'), 'Pargas').telling).toBe('shieldsOthers');
  });

  it('get nothing week by week either', () => {
    const facts = noFacts();
    facts.places = people('p', 4).map((person) => place(person));
    facts.posts = [{ author: 'p0', madeMs: 0 }];
    const rows = activitySheet(facts, kWeekMs).groups[0]!.rows;
    expect(rows.map(({ kind, values }) => [kind, values])).toEqual([['total', null]]);
  });
});

describe('what is handed in', () => {
  it('counts people, not reports', () => {
    const facts = round();
    facts.attempts = [attempt('p0', 'brev', { late: true }), attempt('p0', 'brev', { number: 2, state: 'acknowledged', answered: true }), attempt('p0', 'samtal')];
    const rows = group(facts, 'assignment');
    expect(row(rows, 'Ett brev').values).toEqual([1, 1, 1, 1, 0, 0]);
    expect(row(rows, 'Mod').values).toEqual([1, 1, 1, 1, 0, 0]);
    expect(row(group(facts, 'municipality'), '').values).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it('says of the newest report alone whether it was returned or did not work', () => {
    const facts = round();
    facts.attempts = [attempt('p0', 'brev', { number: 2, didNotWork: true }), attempt('p0', 'brev', { state: 'returned' })];
    expect(row(group(facts, 'assignment'), 'Ett brev').values).toEqual([1, 0, 0, 0, 0, 1]);
  });

  it('leaves out who withdrew or waits, and what they handed in', () => {
    const facts = round();
    facts.places = [...facts.places, place('gone', 'pargas', { state: 'withdrawn' }), place('next', 'pargas', { state: 'waiting' })];
    facts.attempts = [attempt('gone', 'brev'), attempt('next', 'brev')];
    const pargas = row(group(facts, 'municipality'), 'Pargas');
    expect([pargas.n, pargas.values]).toEqual([6, [0, 0, 0, 0, 0, 0]]);
  });

  it('keeps an assignment for a few in its own row, out of every sum', () => {
    const facts = round();
    facts.tasks.push({ id: 'enskilt', theme: 'mod', title: 'Bara du', dueMs: 3, only: new Set(['p0']) });
    facts.attempts = [attempt('p0', 'enskilt')];
    const rows = group(facts, 'assignment');
    expect(row(rows, 'Bara du')).toMatchObject({ n: 1, telling: 'tooFew', values: null });
    expect(row(rows, 'Mod').values![0]).toBe(0);
    expect(row(group(facts, 'municipality'), 'Pargas').values![0]).toBe(0);
  });

  it('lists assignments as they are due, and municipalities by name', () => {
    const facts = round();
    expect(group(facts, 'assignment').map(({ label }) => label)).toEqual(['Mod', 'Ett samtal', 'Ett brev']);
    facts.municipalities = new Map([['raseborg', 'Raseborg'], ['pargas', 'Pargas']]);
    expect(group(facts, 'municipality').map(({ label }) => label)).toEqual(['Pargas', 'Raseborg', '']);
  });
});

describe('seats and places', () => {
  it('are always told, also of one', () => {
    const facts = noFacts();
    facts.municipalities.set('pargas', 'Pargas');
    facts.seats = [{ cohort: 'three', municipality: 'pargas', asked: 4, agreed: 3 }];
    facts.places = [place('a', 'pargas', { returning: true }), place('b', 'pargas', { state: 'waiting' }), place('c', 'pargas', { state: 'withdrawn', returning: true })];
    const rows = enrolmentSheet(facts, 'municipality').groups[0]!.rows;
    expect(rows[0]).toMatchObject({ label: 'Pargas', n: 3, telling: 'told', values: [4, 3, 1, 1, 0, 1, 1] });
    expect(rows.at(-1)!.kind).toBe('total');
  });
});

describe('weeks', () => {
  it('go from Monday to Sunday, and belong to the year of their Thursday', () => {
    expect(new Date(weekStart(Date.UTC(2027, 0, 3, 23))).toISOString()).toBe('2026-12-28T00:00:00.000Z');
    expect(weekNumber(Date.UTC(2027, 0, 3))).toBe(53);
    expect(weekNumber(Date.UTC(2027, 0, 4))).toBe(1);
  });

  it('are all there from the first word until now, and coaches are in none', () => {
    const facts = round();
    const monday = Date.UTC(2026, 10, 2);
    facts.posts = [{ author: 'p0', madeMs: monday }, { author: 'coach', madeMs: monday }];
    facts.attempts = [attempt('p1', 'brev', { madeMs: monday + 2 * kWeekMs })];
    const rows = activitySheet(facts, monday + 3 * kWeekMs).groups[0]!.rows;
    expect(rows.map(({ values }) => values)).toEqual([[1, 0, 0, 1], [0, 0, 0, 0], [0, 0, 1, 1], [0, 0, 0, 0], [1, 0, 1, 2]]);
  });
});

describe('figures for a spreadsheet', () => {
  it('say why a row is empty, and hold no formula', () => {
    const facts = round();
    facts.municipalities.set('pargas', '=Pargas');
    facts.places = facts.places.filter(({ municipality }) => municipality === 'pargas').slice(0, 3);
    const csv = sheetCsv(progressSheet(facts), (kind, label) => label || kind, Date.UTC(2026, 10, 22));
    expect(csv.startsWith('\uFEFFgroup;name;n;handedIn')).toBe(true);
    expect(csv).toContain("municipality;'=Pargas;3;;;;;;;tooFew;2026-11-22T00:00:00.000Z\r\n");
    expect(['+1', '-1', '@a', '\tb', 'c=d'].map(harmlessCell)).toEqual(["'+1", "'-1", "'@a", "'\tb", 'c=d']);
  });
});
