// SPDX-License-Identifier: Apache-2.0
// All that the screen of an assignment shows, in one answer of the local copy.
import type { Id, Samstig } from '@samstig/client';
import { create, MarkReadSchema } from '@samstig/client/messages';
import { all, one, type Of } from '../../shared/copy';
import { idText, sameId } from '../../shared/ids';
import { People, type Someone } from '../../shared/people';
import type { Words } from '../../shared/words';
import { readersOfReport, type Readers } from '../audience';
import { dialogueOn, isOverdue, takesWork, workOn, workState, type WorkState } from '../work';

export interface Turn {
  of: Of<'feedback'>;
  from: Someone;
  mine: boolean;
}
export interface Attempt {
  of: Of<'submission'>;
  turns: Turn[];
}
export interface AssignmentView {
  of: Of<'assignment'>;
  theme: Of<'theme'> | null;
  draft: Of<'draft'> | null;
  attempts: Attempt[];
  state: WorkState;
  overdue: boolean;
  open: boolean;
  dueMs: number;
  // Until then work is taken, though late.
  graceMs: number;
  now: number;
  // Of the version that this person has read; 0 for none.
  versionRead: number;
  nudge: string | null;
  readers: Readers;
  threads: { id: string; title: string }[];
  others: { id: string; title: string }[];
}

export async function assignmentView(client: Samstig, me: Id, id: Id, words: Words): Promise<AssignmentView | null> {
  const of = await one(client, 'assignment', id);
  if (!of) return null;
  const now = await client.serverTimeMs();
  const people = new People(client, words);
  const [cohort, theme, work, mark, nudge, threads] = await Promise.all([
    one(client, 'cohort', of.body.cohortId),
    of.body.themeId.length ? one(client, 'theme', of.body.themeId) : null,
    workOn(client, id),
    client.namedId('readMark', me, id).then((key) => one(client, 'readMark', key)),
    client.namedId('nudge', me, id).then((key) => one(client, 'nudge', key)),
    all(client, 'thread', 'threadsOfCohort', of.body.cohortId),
  ]);
  const attempts = await Promise.all(work.attempts.map(async (attempt): Promise<Attempt> => ({
    of: attempt,
    turns: await Promise.all((await dialogueOn(client, attempt.id)).map(async (turn) => ({
      of: turn, from: await people.someone(turn.author), mine: sameId(turn.author, me),
    }))),
  })));
  const state = workState(of.body, work, now);
  const graceMs = Number(cohort?.body.graceMs ?? 0);
  const listed = (about: boolean) => threads
    .filter(({ body }) => (body.assignmentId.length > 0 && sameId(body.assignmentId, id)) === about)
    .map((thread) => ({ id: idText(thread.id), title: thread.body.title }));
  return {
    of, theme, draft: work.draft, attempts, state, now, graceMs,
    overdue: isOverdue(of.body, state, now),
    open: takesWork(of.body, graceMs, now),
    dueMs: Number(of.body.dueMs),
    versionRead: Number(mark?.body.readToMs ?? 0),
    nudge: nudge && attempts.length === 0 ? nudge.body.text : null,
    readers: await readersOfReport(client, me, of.body.cohortId, words),
    threads: listed(true), others: listed(false),
  };
}

// A read mark of an assignment counts its versions as that of a thread counts time: both only grow.
export async function noteVersionRead(client: Samstig, me: Id, view: AssignmentView): Promise<void> {
  const { version } = view.of.body;
  if (view.of.pending || version === 0 || view.versionRead >= version) return;
  await client.write({
    case: 'markRead',
    value: create(MarkReadSchema, {
      id: await client.namedId('readMark', me, view.of.id), threadId: view.of.id, readToMs: BigInt(version),
    }),
  });
}
