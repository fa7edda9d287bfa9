// SPDX-License-Identifier: Apache-2.0
// The programme as a way to walk: themes are resting places, assignments the steps between them, in
// the order in which they are walked. What is drawn (trail.ts) and what is read out is this list.
import type { Assignment, Theme } from '@samstig/client/messages';
import type { Of } from '../../shared/copy';
import { idText } from '../../shared/ids';
import { isWalked, type WorkState } from '../work';

export interface Step {
  kind: 'step';
  id: string;
  number: number;
  assignment: Assignment;
  state: WorkState;
  walked: boolean;
  // The first that is not walked and can be: here one stands.
  here: boolean;
}
export interface Rest {
  kind: 'rest';
  id: string;
  // Null for what belongs to no theme.
  theme: Theme | null;
  steps: number;
  stepsWalked: number;
  // One has come here: a step of this theme or of a later one is walked, or it is where one stands.
  walked: boolean;
}
export interface End {
  kind: 'end';
  id: 'end';
  walked: boolean;
}
export type Waypoint = Rest | Step | End;

export interface Given {
  of: Of<'assignment'>;
  state: WorkState;
}

export interface Progress {
  steps: number;
  walked: number;
}

export function waypoints(themes: Of<'theme'>[], given: Given[]): Waypoint[] {
  const inTheme = (id: string | null) => given
    .filter(({ of }) => (of.body.themeId.length ? idText(of.body.themeId) : null) === id)
    .sort((a, b) => Number(a.of.body.dueMs - b.of.body.dueMs) || a.of.madeMs - b.of.madeMs);
  const known = new Set(themes.map((theme) => idText(theme.id)));
  const stages: { theme: Theme | null; id: string; steps: Given[] }[] = [...themes]
    .sort((a, b) => a.body.position - b.body.position)
    .map((theme) => ({ theme: theme.body, id: idText(theme.id), steps: inTheme(idText(theme.id)) }));
  // Of no theme, or of one that this device does not know.
  const loose = given.filter(({ of }) => of.body.themeId.length === 0 || !known.has(idText(of.body.themeId)));
  if (loose.length > 0) stages.push({ theme: null, id: 'loose', steps: loose });

  const walked = stages.map(({ steps }) => steps.filter(({ state }) => isWalked(state)).length);
  const farthest = walked.reduce((last, count, at) => (count > 0 ? at : last), 0);
  const all = stages.flatMap(({ steps }) => steps);
  const next = all.find(({ state }) => !isWalked(state) && state !== 'notOpen');
  const points: Waypoint[] = [];
  let number = 0;
  stages.forEach(({ theme, id, steps }, at) => {
    points.push({ kind: 'rest', id, theme, steps: steps.length, stepsWalked: walked[at]!, walked: at <= farthest });
    for (const step of steps) {
      points.push({
        kind: 'step', id: idText(step.of.id), number: ++number, assignment: step.of.body, state: step.state,
        walked: isWalked(step.state), here: step === next,
      });
    }
  });
  if (points.length > 0) {
    points.push({ kind: 'end', id: 'end', walked: all.length > 0 && all.every(({ state }) => isWalked(state)) });
  }
  return points;
}

export function progress(points: Waypoint[]): Progress {
  const steps = points.filter((point) => point.kind === 'step');
  return { steps: steps.length, walked: steps.filter((step) => step.walked).length };
}
