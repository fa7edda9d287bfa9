// SPDX-License-Identifier: Apache-2.0
// Reports as a coach sees them: those that wait for an answer, and one with all that was said on it.
import type { Id, Samstig } from '@samstig/client';
import { Verdict } from '@samstig/client/messages';
import { coachesOf } from '../../leader/audience';
import { dialogueOn } from '../../leader/work';
import { all, type Of, one } from '../../shared/copy';
import { idText, sameId } from '../../shared/ids';
import { People, type Someone } from '../../shared/people';
import type { Words } from '../../shared/words';
import { waitsForCoach } from '../board/board';
import { boardAttempt, boardTurn } from '../board/load';

export interface ReportRow {
  id: string;
  leader: Someone;
  title: string;
  attempt: number;
  madeMs: number;
  // Since when it waits: the report itself, or the leader's last word on it.
  waitsSinceMs: number;
  waits: boolean;
  late: boolean;
  didNotWork: boolean;
  state: 'submitted' | 'inDialogue' | 'returned' | 'acknowledged';
}

export interface Queue {
  waiting: ReportRow[];
  answered: ReportRow[];
  now: number;
}

// Who has waited longest comes first; what was answered, the newest first.
export function asQueue(rows: ReportRow[], now: number): Queue {
  const waiting = rows.filter(({ waits }) => waits).sort((a, b) => a.waitsSinceMs - b.waitsSinceMs);
  const answered = rows.filter(({ waits }) => !waits).sort((a, b) => b.waitsSinceMs - a.waitsSinceMs);
  return { waiting, answered, now };
}

async function reportRow(client: Samstig, of: Of<'submission'>, title: string, people: People): Promise<ReportRow> {
  const turns = await dialogueOn(client, of.id);
  const attempt = boardAttempt(of);
  const lastMs = Math.max(of.madeMs, ...turns.filter(({ author }) => sameId(author, of.body.personId)).map(({ madeMs }) => madeMs));
  return {
    id: attempt.id, leader: await people.someone(of.body.personId), title, attempt: attempt.number, madeMs: of.madeMs, waitsSinceMs: lastMs,
    waits: waitsForCoach(attempt, turns.map(boardTurn)), late: attempt.late, didNotWork: attempt.didNotWork, state: attempt.state,
  };
}

// A report that was followed by another attempt waits no longer: the newer one does.
function newestOnly(submissions: Of<'submission'>[]): Of<'submission'>[] {
  const order = ({ body }: Of<'submission'>) => body.attempt || Number.MAX_SAFE_INTEGER;
  const byWork = new Map<string, Of<'submission'>>();
  for (const submission of submissions) {
    const key = `${idText(submission.body.personId)} ${idText(submission.body.assignmentId)}`;
    const before = byWork.get(key);
    if (!before || order(submission) > order(before)) byWork.set(key, submission);
  }
  return [...byWork.values()];
}

export async function reviewQueue(client: Samstig, cohort: Of<'cohort'>, words: Words): Promise<Queue> {
  const people = new People(client, words);
  const assignments = await all(client, 'assignment', 'assignmentsOfCohort', cohort.id);
  const lists = await Promise.all(assignments.map(async (assignment) => {
    const submissions = newestOnly(await all(client, 'submission', 'submissionsTo', assignment.id));
    return Promise.all(submissions.map((of) => reportRow(client, of, words.pick(assignment.body.title), people)));
  }));
  return asQueue(lists.flat(), await client.serverTimeMs());
}

export interface ReportTurn {
  of: Of<'feedback'>;
  from: Someone;
  mine: boolean;
  verdict: 'comment' | 'return' | 'acknowledge';
}
export interface ReportView {
  of: Of<'submission'>;
  assignment: Of<'assignment'> | null;
  leader: Someone;
  turns: ReportTurn[];
  waits: boolean;
  earlier: { of: Of<'submission'>; turns: ReportTurn[] }[];
  // Who reads what is said here: the leader and these.
  coaches: Someone[];
  // The next that waits; null when none does.
  next: string | null;
  left: number;
  now: number;
}

const verdicts = new Map<Verdict, ReportTurn['verdict']>([[Verdict.RETURN, 'return'], [Verdict.ACKNOWLEDGE, 'acknowledge']]);

async function turnsOn(client: Samstig, me: Id, submission: Id, people: People): Promise<ReportTurn[]> {
  const turns = await dialogueOn(client, submission);
  return Promise.all(turns.map(async (of) => ({
    of, from: await people.someone(of.author), mine: sameId(of.author, me), verdict: verdicts.get(of.body.verdict) ?? 'comment',
  })));
}

export async function reportView(client: Samstig, me: Id, id: Id, words: Words): Promise<ReportView | null> {
  const of = await one(client, 'submission', id);
  if (!of) return null;
  const people = new People(client, words);
  const cohort = await one(client, 'cohort', of.body.cohortId);
  const queue = cohort ? await reviewQueue(client, cohort, words) : { waiting: [], now: await client.serverTimeMs() };
  const others = (await all(client, 'submission', 'submissionsTo', of.body.assignmentId))
    .filter((other) => sameId(other.body.personId, of.body.personId) && !sameId(other.id, id) && other.body.attempt > 0
      && (of.body.attempt === 0 || other.body.attempt < of.body.attempt))
    .sort((a, b) => b.body.attempt - a.body.attempt);
  const turns = await turnsOn(client, me, id, people);
  const waiting = queue.waiting.filter((row) => row.id !== idText(id));
  return {
    of, assignment: await one(client, 'assignment', of.body.assignmentId), leader: await people.someone(of.body.personId), turns,
    waits: waitsForCoach(boardAttempt(of), turns.map((turn) => boardTurn(turn.of))),
    earlier: await Promise.all(others.map(async (other) => ({ of: other, turns: await turnsOn(client, me, other.id, people) }))),
    coaches: await Promise.all((await coachesOf(client, of.body.cohortId)).map((coach) => people.someone(coach))),
    next: waiting[0]?.id ?? null, left: waiting.length, now: queue.now,
  };
}
