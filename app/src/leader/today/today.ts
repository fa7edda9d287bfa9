// SPDX-License-Identifier: Apache-2.0
// What waits for a leader: the next thing to do, answers that came, words from the coaches, threads with
// something new, and what could not be carried out.
import type { Id, Samstig } from '@samstig/client';
import { AssignmentState } from '@samstig/client/messages';
import { all, ofAllCohorts, one, type Of } from '../../shared/copy';
import { idText, sameId } from '../../shared/ids';
import { People, type Someone } from '../../shared/people';
import type { Words } from '../../shared/words';
import { progress, waypoints, type Progress } from '../path/waypoints';
import { cohortsOfMine, dialogueOn, isMine, isOverdue, isWalked, workOn, workState, type WorkState } from '../work';

const kRecentMs = 14 * 24 * 3600 * 1000;

export interface Task {
  id: string;
  title: string;
  theme: string;
  minutes: number;
  dueMs: number;
  state: WorkState;
  overdue: boolean;
  // What is new since this person read it; null when nothing is.
  changed: string | null;
}
export interface Answer {
  assignment: string;
  title: string;
  from: string;
  text: string;
  atMs: number;
}
export interface Word {
  id: string;
  from: string;
  title: string;
  text: string;
  atMs: number;
}
export interface BusyThread {
  id: string;
  title: string;
  posts: number;
  mentions: number;
  lastMs: number;
}
export interface Today {
  me: Someone;
  now: number;
  cohort: string;
  progress: Progress;
  tasks: Task[];
  answers: Answer[];
  nudges: Word[];
  announcements: Word[];
  parked: number;
}

// A task that is put off until a time of this device's; it comes back by itself.
export type Snoozed = Record<string, number>;

export function isSnoozed(task: Task, snoozed: Snoozed, now: number): boolean {
  return (snoozed[task.id] ?? 0) > now;
}

// What is returned or overdue first, then by due time.
export function byUrgency(a: Task, b: Task): number {
  const weight = (task: Task) => (task.state === 'returned' ? 0 : task.overdue ? 1 : task.state === 'notOpen' ? 3 : 2);
  return weight(a) - weight(b) || a.dueMs - b.dueMs;
}

interface Found {
  of: Of<'assignment'>;
  state: WorkState;
  attempts: Of<'submission'>[];
  changed: string | null;
}

async function changeSince(client: Samstig, of: Of<'assignment'>, attempts: Of<'submission'>[], me: Id): Promise<string | null> {
  const mark = await one(client, 'readMark', await client.namedId('readMark', me, of.id));
  const read = Math.max(Number(mark?.body.readToMs ?? 0), ...attempts.map(({ body }) => body.assignmentVersion));
  return read > 0 && read < of.body.version ? of.body.changeNote : null;
}

async function lookUp(client: Samstig, me: Id, of: Of<'assignment'>, now: number): Promise<Found | null> {
  const [mine, work] = await Promise.all([isMine(client, me, of.body), workOn(client, of.id)]);
  if (!mine) return null;
  const changed = await changeSince(client, of, work.attempts, me);
  return { of, state: workState(of.body, work, now), attempts: work.attempts, changed };
}

async function answerOn(client: Samstig, me: Id, found: Found, words: Words, people: People, now: number): Promise<Answer | null> {
  for (const attempt of [...found.attempts].reverse()) {
    const last = (await dialogueOn(client, attempt.id)).at(-1);
    if (!last) continue;
    if (sameId(last.author, me) || now - last.madeMs > kRecentMs) return null;
    const from = (await people.someone(last.author)).name;
    return { assignment: idText(found.of.id), title: words.pick(found.of.body.title), from, text: last.body.text, atMs: last.madeMs };
  }
  return null;
}

async function nudgeOn(client: Samstig, me: Id, found: Found, words: Words, now: number): Promise<Word | null> {
  if (isWalked(found.state) || found.attempts.length > 0) return null;
  const nudge = await one(client, 'nudge', await client.namedId('nudge', me, found.of.id));
  if (!nudge || now - Number(nudge.body.lastMs) > kRecentMs) return null;
  // Whichever of the coaches it was: all of them are meant.
  return {
    id: idText(found.of.id), from: words.t('today.yourCoach'), title: words.pick(found.of.body.title),
    text: nudge.body.text, atMs: Number(nudge.body.lastMs),
  };
}

// All posts have to be looked at: asked when the rest is shown.
export async function busyThreads(client: Samstig): Promise<BusyThread[]> {
  const threads = await ofAllCohorts(client, 'thread', 'threadsOfCohort');
  const busy = await Promise.all(threads.map(async (thread): Promise<BusyThread | null> => {
    const { unread, lastMs } = await client.talkIn(thread.id);
    if (unread.posts === 0) return null;
    return { id: idText(thread.id), title: thread.body.title, posts: unread.posts, mentions: unread.mentions, lastMs };
  }));
  return busy.flatMap((thread) => thread ?? []).sort((a, b) => b.mentions - a.mentions || b.lastMs - a.lastMs);
}

async function announcements(client: Samstig, me: Id, people: People, now: number): Promise<Word[]> {
  const found = await ofAllCohorts(client, 'announcement', 'announcementsOfCohort');
  const recent = found.filter(({ body, madeMs, author }) => !body.takenDown && now - madeMs <= kRecentMs && !sameId(author, me));
  const told = await Promise.all(recent.map(async (of) => ({
    id: idText(of.id), from: (await people.someone(of.author)).name, title: of.body.title, text: of.body.text, atMs: of.madeMs,
  })));
  return told.sort((a, b) => b.atMs - a.atMs);
}

const present = <T,>(items: (T | null)[]): T[] => items.flatMap((item) => item ?? []);

async function themesOf(client: Samstig, assignments: Of<'assignment'>[]): Promise<Map<string, Of<'theme'>>> {
  const ids = new Map(assignments.flatMap(({ body: { themeId } }) => (themeId.length > 0 ? [[idText(themeId), themeId] as const] : [])));
  const themes = await Promise.all([...ids.values()].map((id) => one(client, 'theme', id)));
  return new Map(present(themes).map((theme) => [idText(theme.id), theme]));
}

export async function today(client: Samstig, me: Id, words: Words): Promise<Today> {
  const people = new People(client, words);
  // Each question takes its way to another thread and back: what does not hang on another goes out with it.
  const myself = people.someone(me);
  const parked = client.find('parkedItems');
  // Waited for below; when something else fails first, that is what is told.
  for (const early of [myself, parked]) early.catch(() => undefined);
  const [now, cohorts] = await Promise.all([client.serverTimeMs(), cohortsOfMine(client, me)]);
  const announced = announcements(client, me, people, now);
  announced.catch(() => undefined);
  const assignments = (await Promise.all(cohorts.map((cohort) => all(client, 'assignment', 'assignmentsOfCohort', cohort.id)))).flat();
  const [themes, looked] = await Promise.all([themesOf(client, assignments), Promise.all(assignments.map((of) => lookUp(client, me, of, now)))]);
  const found = present(looked);
  const task = ({ of, state, changed }: Found): Task => ({
    id: idText(of.id), title: words.pick(of.body.title),
    theme: of.body.themeId.length ? words.pick(themes.get(idText(of.body.themeId))?.body.name) : '',
    minutes: of.body.minutes, dueMs: Number(of.body.dueMs), state, overdue: isOverdue(of.body, state, now), changed,
  });
  const open = found.filter(({ of, state }) => of.body.state === AssignmentState.OPEN && !isWalked(state));
  const [answers, nudges] = await Promise.all([
    Promise.all(found.map((one) => answerOn(client, me, one, words, people, now))), Promise.all(open.map((one) => nudgeOn(client, me, one, words, now))),
  ]);
  const walked = new Set(found.map(({ of }) => idText(of.body.themeId)));
  return {
    me: await myself, now,
    cohort: words.pick(cohorts[0]?.body.name),
    progress: progress(waypoints([...themes.values()].filter(({ id }) => walked.has(idText(id))), found)),
    tasks: open.map(task).sort(byUrgency),
    answers: present(answers).sort((a, b) => b.atMs - a.atMs),
    nudges: present(nudges),
    announcements: await announced,
    parked: (await parked).length,
  };
}
