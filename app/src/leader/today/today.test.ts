// SPDX-License-Identifier: Apache-2.0
import { AssignmentState, EnrolmentState, Role, SubmissionState, Verdict } from '@samstig/client/messages';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadMessages } from '../../messages';
import { Words } from '../../shared/words';
import { id, MemoryCopy } from '../../testing/memory_client';
import { byUrgency, isSnoozed, today, type Task } from './today';

const anna = id(1), coach = id(2), cohort = id(10), theme = id(11), pargas = id(12);
const day = 24 * 3600 * 1000;
const sv = { byLanguage: {} as Record<string, string> };
const local = (text: string) => ({ byLanguage: { 'sv-FI': text } }) as unknown as typeof sv;

describe("a leader's morning", async () => {
  const words = new Words('sv-FI', await loadMessages('sv-FI'));
  let copy: MemoryCopy;
  const assignment = (number: number, title: string, due: number, more = {}) => copy.add({
    id: id(number), author: coach, madeMs: BigInt(copy.now - day),
    body: { case: 'assignment', value: { cohortId: cohort, themeId: theme, title: local(title), minutes: 30, opensMs: BigInt(copy.now - day), dueMs: BigInt(copy.now + due), state: AssignmentState.OPEN, version: 1, ...more } } as never,
  });
  const attempt = (number: number, of: number, state: SubmissionState) => copy.add({
    id: id(number), author: anna, madeMs: BigInt(copy.now - day),
    body: { case: 'submission', value: { assignmentId: id(of), cohortId: cohort, personId: anna, attempt: 1, state, assignmentVersion: 1 } } as never,
  });
  beforeEach(() => {
    copy = new MemoryCopy();
    copy.add({ id: anna, body: { case: 'person', value: { name: 'Anna Annasdotter' } } as never });
    copy.add({ id: coach, body: { case: 'person', value: { name: 'Cecilia Coach' } } as never });
    copy.add({ id: pargas, body: { case: 'municipality', value: { name: local('Pargas') } } as never });
    copy.add({ id: id(13), body: { case: 'membership', value: { personId: anna, role: Role.LEADER, place: { case: 'municipalityId', value: pargas }, position: 'Rektor' } } as never });
    copy.add({ id: cohort, body: { case: 'cohort', value: { name: local('Omgång 3') } } as never });
    copy.add({ id: id(14), body: { case: 'enrolment', value: { cohortId: cohort, personId: anna, state: EnrolmentState.ACTIVE } } as never });
    copy.add({ id: theme, body: { case: 'theme', value: { position: 1, name: local('Invånarna') } } as never });
  });
  const look = () => today(copy.client(), anna, words);

  it('begins with what is due first', async () => {
    assignment(20, 'Senare', 9 * day);
    assignment(21, 'Snart', 2 * day);
    const { tasks, me, progress } = await look();
    expect(tasks.map((task) => task.title)).toEqual(['Snart', 'Senare']);
    expect(tasks[0]).toMatchObject({ theme: 'Invånarna', state: 'todo', overdue: false, changed: null });
    expect(me).toMatchObject({ municipality: 'Pargas', position: 'Rektor', coach: false });
    expect(progress).toEqual({ steps: 2, walked: 0 });
  });

  it('puts what came back before what is new', async () => {
    assignment(20, 'Ny', 1 * day);
    assignment(21, 'Tillbaka', 20 * day);
    attempt(30, 21, SubmissionState.RETURNED);
    expect((await look()).tasks.map((task) => task.title)).toEqual(['Tillbaka', 'Ny']);
  });

  it('leaves out what is handed in, scheduled, or for somebody else', async () => {
    assignment(20, 'Klar', day);
    attempt(30, 20, SubmissionState.SUBMITTED);
    assignment(21, 'Planerad', day, { state: AssignmentState.SCHEDULED });
    assignment(22, 'Bos', day, { target: { case: 'personId', value: id(99) } });
    const view = await look();
    expect(view.tasks).toEqual([]);
    expect(view.progress).toEqual({ steps: 1, walked: 1 });
  });

  it('tells of the last answer, unless it is one\'s own', async () => {
    assignment(20, 'Uppdrag', day);
    attempt(30, 20, SubmissionState.IN_DIALOGUE);
    copy.add({ id: id(40), author: coach, madeMs: BigInt(copy.now - 1000), body: { case: 'feedback', value: { submissionId: id(30), text: 'Tack!', verdict: Verdict.COMMENT } } as never });
    expect((await look()).answers).toMatchObject([{ from: 'Cecilia Coach', text: 'Tack!', title: 'Uppdrag' }]);
    copy.add({ id: id(41), author: anna, madeMs: BigInt(copy.now), body: { case: 'feedback', value: { submissionId: id(30), text: 'Tack själv.', verdict: Verdict.COMMENT } } as never });
    expect((await look()).answers).toEqual([]);
  });

  it('says what has changed since it was read', async () => {
    assignment(20, 'Uppdrag', day, { version: 2, changeNote: 'Ta längre tid.' });
    expect((await look()).tasks[0]!.changed).toBeNull();
    copy.add({ id: await copy.client().namedId('readMark', anna, id(20)), body: { case: 'readMark', value: { threadId: id(20), readToMs: 1n } } as never });
    expect((await look()).tasks[0]!.changed).toBe('Ta längre tid.');
  });

  it('is empty and friendly before the first round', async () => {
    copy.entities.splice(0, copy.entities.length, copy.entities[0]!);
    expect(await look()).toMatchObject({ cohort: '', tasks: [], announcements: [], parked: 0 });
  });
});

describe('putting off', () => {
  const task = { id: 'a', state: 'todo', overdue: false, dueMs: 5 } as Task;
  it('lasts until its time and no longer', () => {
    expect(isSnoozed(task, { a: 100 }, 99)).toBe(true);
    expect(isSnoozed(task, { a: 100 }, 100)).toBe(false);
    expect(isSnoozed(task, {}, 0)).toBe(false);
  });
  it('what is overdue comes before what is not', () => {
    expect(byUrgency({ ...task, overdue: true, dueMs: 9 }, task)).toBeLessThan(0);
  });
});
