// SPDX-License-Identifier: Apache-2.0
// A leader's work on an assignment: draft, attempts, and how far it has come.
import type { Id, Samstig } from '@samstig/client';
import type { Assignment } from '@samstig/client/messages';
import { AssignmentState, EnrolmentState, SubmissionState } from '@samstig/client/messages';
import { all, one, type Of } from '../shared/copy';
import { sameId } from '../shared/ids';

export interface Work {
  draft: Of<'draft'> | null;
  // The newest last; one that the server has not numbered yet is the newest.
  attempts: Of<'submission'>[];
}

export type WorkState =
  | 'notOpen' | 'todo' | 'draft' | 'sending' | 'handedIn' | 'handedInLate' | 'answered' | 'returned' | 'done';

export async function workOn(client: Samstig, assignment: Id): Promise<Work> {
  const id = await client.workId(assignment);
  const [draft, attempts] = await Promise.all([
    one(client, 'draft', id), all(client, 'submission', 'attemptsAtWork', id),
  ]);
  return { draft, attempts: inOrder(attempts) };
}

function inOrder(attempts: Of<'submission'>[]): Of<'submission'>[] {
  const order = (of: Of<'submission'>) => of.body.attempt || Number.MAX_SAFE_INTEGER;
  return [...attempts].sort((a, b) => order(a) - order(b) || a.madeMs - b.madeMs);
}

export function latest(work: Work): Of<'submission'> | null {
  return work.attempts.at(-1) ?? null;
}

export function hasWords(draft: Of<'draft'> | null): boolean {
  return (draft?.body.heads ?? []).some((head) => {
    if (head.content.case !== 'report') return false;
    const report = head.content.value;
    return Boolean(report.tried || report.happened || report.insight || report.nextStep || report.attachments.length);
  });
}

export function workState(assignment: Assignment, work: Work, now: number): WorkState {
  const last = latest(work);
  if (!last) {
    if (now < Number(assignment.opensMs)) return 'notOpen';
    return hasWords(work.draft) ? 'draft' : 'todo';
  }
  if (last.pending) return 'sending';
  switch (last.body.state) {
    case SubmissionState.RETURNED: return 'returned';
    case SubmissionState.ACKNOWLEDGED: return 'done';
    case SubmissionState.IN_DIALOGUE: return 'answered';
    default: return last.body.late ? 'handedInLate' : 'handedIn';
  }
}

// Whether a step of the trail has been walked. To have tried and failed is to have walked it.
export function isWalked(state: WorkState): boolean {
  return state !== 'notOpen' && state !== 'todo' && state !== 'draft' && state !== 'returned';
}

export function isOverdue(assignment: Assignment, state: WorkState, now: number): boolean {
  return !isWalked(state) && now > Number(assignment.dueMs);
}

export function takesWork(assignment: Assignment, graceMs: number, now: number): boolean {
  return assignment.state === AssignmentState.OPEN && now >= Number(assignment.opensMs)
    && now <= Number(assignment.dueMs) + graceMs;
}

// Given to the whole cohort, to a group that one is in, or to oneself.
export async function isMine(client: Samstig, me: Id, assignment: Assignment): Promise<boolean> {
  if (assignment.state === AssignmentState.SCHEDULED) return false;
  switch (assignment.target.case) {
    case 'personId': return sameId(assignment.target.value, me);
    case 'groupId': {
      const group = await one(client, 'group', assignment.target.value);
      return group !== null && group.body.personIds.some((person) => sameId(person, me));
    }
    default: return true;
  }
}

// The dialogue on an attempt, oldest first; what is not judged yet comes last.
export async function dialogueOn(client: Samstig, submission: Id): Promise<Of<'feedback'>[]> {
  const turns = await all(client, 'feedback', 'feedbackOn', submission);
  return turns.sort((a, b) => Number(a.pending) - Number(b.pending) || a.madeMs - b.madeMs);
}

// Places in cohorts that one takes part in, the newest cohort first.
export async function cohortsOfMine(client: Samstig, me: Id): Promise<Of<'cohort'>[]> {
  const places = await all(client, 'enrolment', 'enrolmentsOfPerson', me);
  const cohorts = await Promise.all(
    places.filter(({ body }) => body.state !== EnrolmentState.WITHDRAWN).map(({ body }) => one(client, 'cohort', body.cohortId)));
  return cohorts.flatMap((cohort) => cohort ?? []).sort((a, b) => Number(b.body.startsMs - a.body.startsMs));
}

