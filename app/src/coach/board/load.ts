// SPDX-License-Identifier: Apache-2.0
// The facts of the board out of the coach's copy.
import type { Samstig } from '@samstig/client';
import { AssignmentState, SubmissionState } from '@samstig/client/messages';
import { all, type Of, one } from '../../shared/copy';
import { addressees } from '../../shared/figures/load';
import { idFrom, idText } from '../../shared/ids';
import type { Words } from '../../shared/words';
import { type Leader, leadersIn } from '../cohorts';
import { type Board, type BoardAttempt, type BoardFacts, type BoardNudge, type BoardTask, type BoardTurn, computeBoard } from './board';

const states = new Map<SubmissionState, BoardAttempt['state']>([
  [SubmissionState.IN_DIALOGUE, 'inDialogue'], [SubmissionState.RETURNED, 'returned'], [SubmissionState.ACKNOWLEDGED, 'acknowledged'],
]);

export function boardAttempt({ id, madeMs, body }: Of<'submission'>): BoardAttempt {
  return {
    id: idText(id), person: idText(body.personId), task: idText(body.assignmentId), number: body.attempt, madeMs,
    state: states.get(body.state) ?? 'submitted', late: body.late, didNotWork: body.report?.didNotWork ?? false,
  };
}

export function boardTurn({ author, madeMs, pending, body }: Of<'feedback'>): BoardTurn {
  return { attempt: idText(body.submissionId), author: idText(author), madeMs, pending };
}

async function boardTask(client: Samstig, of: Of<'assignment'>, words: Words): Promise<BoardTask> {
  return {
    id: idText(of.id), title: words.pick(of.body.title), opensMs: Number(of.body.opensMs), dueMs: Number(of.body.dueMs),
    closed: of.body.state === AssignmentState.CLOSED, only: await addressees(client, of),
  };
}

async function nudgesTo(client: Samstig, leaders: Leader[], tasks: BoardTask[]): Promise<BoardNudge[]> {
  const pairs = leaders.flatMap((leader) => tasks.filter((task) => !task.only || task.only.has(leader.id)).map((task) => ({ leader, task })));
  const found = await Promise.all(pairs.map(async ({ leader, task }): Promise<BoardNudge | null> => {
    const nudge = await one(client, 'nudge', await client.namedId('nudge', idFrom(leader.id)!, idFrom(task.id)!));
    return nudge && { person: leader.id, task: task.id, count: nudge.body.count, lastMs: Number(nudge.body.lastMs) };
  }));
  return found.flatMap((nudge) => nudge ?? []);
}

export interface CohortBoard extends Board<Leader> {
  now: number;
}

export async function cohortBoard(client: Samstig, cohort: Of<'cohort'>, words: Words): Promise<CohortBoard> {
  const [now, leaders, assignments, threads] = await Promise.all([
    client.serverTimeMs(), leadersIn(client, cohort.id, words), all(client, 'assignment', 'assignmentsOfCohort', cohort.id),
    all(client, 'thread', 'threadsOfCohort', cohort.id),
  ]);
  const published = assignments.filter(({ body }) => body.state !== AssignmentState.SCHEDULED);
  const tasks = await Promise.all(published.map((of) => boardTask(client, of, words)));
  const submissions = (await Promise.all(published.map(({ id }) => all(client, 'submission', 'submissionsTo', id)))).flat();
  const turns = (await Promise.all(submissions.map(({ id }) => all(client, 'feedback', 'feedbackOn', id)))).flat();
  const posts = (await Promise.all(threads.map(({ id }) => all(client, 'post', 'postsOfThread', id)))).flat();
  const facts: BoardFacts<Leader> = {
    now, graceMs: Number(cohort.body.graceMs), leaders, tasks, attempts: submissions.map(boardAttempt), turns: turns.map(boardTurn),
    nudges: await nudgesTo(client, leaders, tasks), posts: posts.map(({ author, madeMs }) => ({ author: idText(author), madeMs })),
  };
  return { ...computeBoard(facts), now };
}
