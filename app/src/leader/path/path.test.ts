// SPDX-License-Identifier: Apache-2.0
import { create, AssignmentSchema, ThemeSchema } from '@samstig/client/messages';
import { describe, expect, it } from 'vitest';
import { id } from '../../testing/memory_client';
import type { WorkState } from '../work';
import { closedCurve, groundBy, hill, leg, legs, seeded, seedOf, swing } from './trail';
import { progress, waypoints, type Given } from './waypoints';

const theme = (number: number, position: number) => ({ id: id(number), author: id(1), madeMs: 0, pending: false, body: create(ThemeSchema, { position }) });
const given = (number: number, inTheme: number | null, due: number, state: WorkState): Given => ({
  of: { id: id(number), author: id(1), madeMs: number, pending: false, body: create(AssignmentSchema, { themeId: inTheme === null ? new Uint8Array() : id(inTheme), dueMs: BigInt(due) }) },
  state,
});
const kinds = (points: ReturnType<typeof waypoints>) => points.map((point) => (point.kind === 'step' ? point.number : point.kind));

describe('the waypoints', () => {
  it('go from theme to theme, with the steps of each by their due time', () => {
    const points = waypoints([theme(11, 2), theme(10, 1)], [given(22, 11, 9, 'todo'), given(21, 10, 7, 'todo'), given(20, 10, 5, 'done')]);
    expect(kinds(points)).toEqual(['rest', 1, 2, 'rest', 3, 'end']);
    expect(progress(points)).toEqual({ steps: 3, walked: 1 });
  });

  it('one stands at the first step that can be walked and is not', () => {
    const points = waypoints([theme(10, 1)], [given(20, 10, 1, 'handedIn'), given(21, 10, 2, 'draft'), given(22, 10, 3, 'todo')]);
    expect(points.filter((point) => point.kind === 'step' && point.here).map((point) => point.id)).toHaveLength(1);
    expect(points[2]).toMatchObject({ number: 2, here: true, walked: false });
  });

  it('to have tried and been answered is to have walked; what came back is not', () => {
    const states: WorkState[] = ['sending', 'handedIn', 'handedInLate', 'answered', 'done', 'returned', 'todo', 'draft', 'notOpen'];
    const points = waypoints([theme(10, 1)], states.map((state, at) => given(20 + at, 10, at, state)));
    expect(points.flatMap((point) => (point.kind === 'step' ? [point.walked] : []))).toEqual([true, true, true, true, true, false, false, false, false]);
  });

  it('a resting place is reached when a step behind it is walked', () => {
    const points = waypoints([theme(10, 1), theme(11, 2), theme(12, 3)], [given(20, 11, 1, 'done')]);
    expect(points.filter((point) => point.kind === 'rest').map((point) => point.walked)).toEqual([true, true, false]);
  });

  it('what belongs to no theme, or to an unknown one, has its place at the end', () => {
    const points = waypoints([theme(10, 1)], [given(20, null, 1, 'todo'), given(21, 99, 2, 'todo')]);
    expect(kinds(points)).toEqual(['rest', 'rest', 1, 2, 'end']);
  });

  it('the goal is reached with the last step, and never by having none', () => {
    expect(waypoints([theme(10, 1)], []).at(-1)).toMatchObject({ kind: 'end', walked: false });
    expect(waypoints([theme(10, 1)], [given(20, 10, 1, 'done')]).at(-1)).toMatchObject({ walked: true });
    expect(waypoints([], [])).toEqual([]);
  });
});

describe('the drawing', () => {
  it('joins all waypoints, walked as far as one has come', () => {
    const lines = legs([{ x: 0, y: 0 }, { x: 10, y: 100 }, { x: 5, y: 200 }], [true, true, false]);
    expect(lines.map((line) => line.walked)).toEqual([true, false]);
    expect(lines[0]!.d).toBe('M0 0C0 50 10 50 10 100');
    expect(leg({ x: 1, y: 2 }, { x: 3, y: 4 })).toMatch(/^M1 2C/);
  });

  it('stays within its strip', () => {
    for (let at = 0; at < 200; ++at) expect(Math.abs(swing(at))).toBeLessThanOrEqual(1);
  });

  it('is the same every time, and another for another programme', () => {
    const draw = (seed: number) => JSON.stringify(groundBy([{ x: 50, y: 100 }, { x: 90, y: 400 }], 360, seed)) + hill({ x: 0, y: 0 }, 50, 4, seed).join();
    expect(draw(7)).toBe(draw(7));
    expect(draw(7)).not.toBe(draw(8));
    expect(seedOf('å')).not.toBe(seedOf('ä'));
    expect(seeded(1)()).toBe(seeded(1)());
  });

  it('has only numbers in its curves, also where there is no room', () => {
    for (const width of [0, 1, 360]) {
      for (const { centre, radius, seed } of groundBy([{ x: 0, y: 0 }], width, 3)) {
        for (const d of hill(centre, radius, 5, seed)) expect(d).not.toMatch(/NaN|Infinity/);
      }
    }
    expect(closedCurve([{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 0, y: 1 }])).toMatch(/^M0 0C.*Z$/);
  });
});
