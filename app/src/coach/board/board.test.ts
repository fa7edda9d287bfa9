// SPDX-License-Identifier: Apache-2.0
// The board: what a coach sees of everybody at a glance.
import { describe, expect, it } from 'vitest';
import { type BoardAttempt, type BoardFacts, type BoardTask, type Cell, computeBoard, kQuietMs, moveInBoard } from './board';

const kDay = 24 * 3600 * 1000;
const kNow = 100 * kDay;

const task = (id: string, rest: Partial<BoardTask> = {}): BoardTask =>
  ({ id, title: id, opensMs: kNow - 10 * kDay, dueMs: kNow + 4 * kDay, closed: false, only: null, ...rest });
const report = (person: string, rest: Partial<BoardAttempt> = {}): BoardAttempt =>
  ({ id: `${person}-${rest.number ?? 1}`, person, task: 'brev', number: 1, madeMs: kNow - kDay, state: 'submitted', late: false, didNotWork: false, ...rest });
const facts = (rest: Partial<BoardFacts<{ id: string }>> = {}): BoardFacts<{ id: string }> =>
  ({ now: kNow, graceMs: 7 * kDay, leaders: [{ id: 'anna' }, { id: 'bo' }], tasks: [task('brev')], attempts: [], turns: [], nudges: [], posts: [], ...rest });
const cellOf = (given: Partial<BoardFacts<{ id: string }>>, person = 'anna'): Cell =>
  computeBoard(facts(given)).rows.find(({ leader }) => leader.id === person)!.cells[0]!;

describe('a cell', () => {
  it('says how things stand without a report', () => {
    const without = (rest: Partial<BoardTask>) => cellOf({ tasks: [task('brev', rest)] }).state;
    expect(without({ opensMs: kNow + kDay })).toBe('notOpen');
    expect(without({})).toBe('open');
    expect(without({ dueMs: kNow - kDay })).toBe('overdue');
    expect(without({ dueMs: kNow - 8 * kDay })).toBe('missed');
    expect(without({ closed: true })).toBe('missed');
    expect(without({ only: new Set(['bo']) })).toBe('notForThem');
  });

  it('waits for a coach until somebody but its author has the last word', () => {
    const said = (author: string, madeMs: number, pending = false) => ({ attempt: 'anna-1', author, madeMs, pending });
    const state = (turns: ReturnType<typeof said>[], of: BoardAttempt['state'] = 'inDialogue') => cellOf({ attempts: [report('anna', { state: of })], turns }).state;
    expect(state([], 'submitted')).toBe('waits');
    expect(state([said('coach', 1)])).toBe('answered');
    expect(state([said('coach', 1), said('anna', 2)])).toBe('waits');
    expect(state([said('anna', 2), said('coach', 3)])).toBe('answered');
    // An answer of one's own that is not sent yet is the newest.
    expect(state([said('coach', 0, true), said('anna', 2)])).toBe('answered');
    expect(state([said('coach', 1)], 'returned')).toBe('returned');
    expect(state([said('coach', 1), said('anna', 2)], 'acknowledged')).toBe('done');
  });

  it('goes by the newest report; one without a number is newer than all', () => {
    const cell = cellOf({ attempts: [report('anna', { number: 2, state: 'returned' }), report('anna', { number: 0, id: 'unsent' }), report('anna')] });
    expect(cell).toMatchObject({ report: 'unsent', state: 'waits', attempts: 3 });
  });

  it('keeps the report of somebody who left the group that it was for', () => {
    expect(cellOf({ tasks: [task('brev', { only: new Set() })], attempts: [report('anna')] }).state).toBe('waits');
  });

  it('can be nudged about while it can be handed in, once a day', () => {
    expect(cellOf({}).nudgeFromMs).toBe(0);
    expect(cellOf({ nudges: [{ person: 'anna', task: 'brev', count: 1, lastMs: kNow - 3600_000 }] }).nudgeFromMs).toBe(kNow - 3600_000 + kDay);
    expect(cellOf({ attempts: [report('anna')] }).nudgeFromMs).toBeNull();
    expect(cellOf({ tasks: [task('brev', { closed: true })] }).nudgeFromMs).toBeNull();
    expect(cellOf({ tasks: [task('brev', { opensMs: kNow + 1 })] }).nudgeFromMs).toBeNull();
  });
});

describe('who is silent', () => {
  it('is who has something to do and has said nothing for a fortnight', () => {
    const quiet = (rest: Partial<BoardFacts<{ id: string }>>) => computeBoard(facts(rest)).rows[0]!.quiet;
    expect(quiet({})).toBe(true);
    expect(quiet({ posts: [{ author: 'anna', madeMs: kNow - kDay }] })).toBe(false);
    expect(quiet({ posts: [{ author: 'anna', madeMs: kNow - kQuietMs - 1 }] })).toBe(true);
    expect(quiet({ tasks: [] })).toBe(false);
    expect(quiet({ attempts: [report('anna', { madeMs: kNow - 20 * kDay })] })).toBe(false);
    expect(quiet({ attempts: [report('anna', { madeMs: kNow - 20 * kDay, state: 'returned' })] })).toBe(true);
  });

  it('is counted for each assignment among those it is for', () => {
    const [column] = computeBoard(facts({ attempts: [report('bo')] })).columns;
    expect(column).toMatchObject({ addressees: 2, handedIn: 1, silent: ['anna'] });
    const [single] = computeBoard(facts({ tasks: [task('brev', { only: new Set(['bo']) })] })).columns;
    expect(single).toMatchObject({ addressees: 1, handedIn: 0, silent: ['bo'] });
  });
});

it('keeps leaders in the order given, by name, and assignments as they open', () => {
  const board = computeBoard(facts({ tasks: [task('sen', { opensMs: kNow }), task('tidig', { opensMs: 1 })] }));
  expect(board.columns.map((column) => column.task.id)).toEqual(['tidig', 'sen']);
  expect(board.rows.map(({ leader }) => leader.id)).toEqual(['anna', 'bo']);
});

it('goes from cell to cell by the arrows and stays at the edges', () => {
  const size = { rows: 3, columns: 4 };
  const from = { row: 1, column: 3 };
  expect(moveInBoard(from, 'ArrowRight', size)).toEqual({ row: 1, column: 3 });
  expect(moveInBoard(from, 'ArrowLeft', size)).toEqual({ row: 1, column: 2 });
  expect(moveInBoard(from, 'Home', size)).toEqual({ row: 1, column: 0 });
  expect(moveInBoard(from, 'PageDown', size)).toEqual({ row: 2, column: 3 });
  expect(moveInBoard(from, 'a', size)).toBeNull();
});
