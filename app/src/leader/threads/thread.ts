// SPDX-License-Identifier: Apache-2.0
// Threads as they are shown: the list with what is new in each, and one thread with its posts, reactions
// and the reader's own marks.
import type { Id, Samstig, Unread } from '@samstig/client';
import type { Attachment, Post, Revision, Thread } from '@samstig/client/messages';
import { Level, LevelWhy, ReactionSymbol } from '@samstig/client/messages';
import { all, ofAllCohorts, one, type Of } from '../../shared/copy';
import { idText, isId, sameId } from '../../shared/ids';
import { htmlBefore } from '../../shared/Markdown';
import { People, type Someone } from '../../shared/people';
import type { Words } from '../../shared/words';
import { coachesOf, readersOfThread, type Readers } from '../audience';
import { newestFirst } from '../drafting';

export interface ThreadRow {
  id: string;
  title: string;
  from: Someone;
  space: string;
  posts: number;
  unread: Unread;
  lastMs: number;
  level: Level;
}

async function spaceOf(client: Samstig, thread: Thread, words: Words, people: People): Promise<string> {
  if (thread.groupId.length > 0) return (await one(client, 'group', thread.groupId))?.body.name ?? words.t('thread.group');
  if (thread.municipalityId.length > 0) return words.t('thread.internal', { name: await people.municipality(thread.municipalityId) });
  return words.t('thread.cohort');
}

async function levelIn(client: Samstig, me: Id, thread: Id): Promise<{ level: Level; why: LevelWhy }> {
  const stored = await one(client, 'subscription', await client.namedId('subscription', me, thread));
  return { level: stored?.body.level ?? Level.NORMAL, why: stored?.body.why ?? LevelWhy.UNSPECIFIED };
}

export async function threadRows(client: Samstig, me: Id, words: Words): Promise<ThreadRow[]> {
  const people = new People(client, words);
  const threads = await ofAllCohorts(client, 'thread', 'threadsOfCohort');
  const rows = await Promise.all(threads.map(async (of): Promise<ThreadRow> => {
    const talk = await client.talkIn(of.id);
    return {
      id: idText(of.id), title: of.body.title, from: await people.someone(of.author),
      space: await spaceOf(client, of.body, words, people), posts: talk.posts,
      unread: talk.unread,
      lastMs: Math.max(of.madeMs, talk.lastMs),
      level: (await levelIn(client, me, of.id)).level,
    };
  }));
  return rows.sort((a, b) => b.unread.mentions - a.unread.mentions || Number(b.unread.posts > 0) - Number(a.unread.posts > 0) || b.lastMs - a.lastMs);
}

export interface ReactionCount {
  symbol: ReactionSymbol;
  people: string[];
  mine: boolean;
}

export interface PostView {
  of: Of<'post'>;
  id: string;
  from: Someone;
  mine: boolean;
  // The newest first; more than one when it was changed on several devices at once.
  heads: Revision[];
  text: string;
  files: Attachment[];
  mentioned: Someone[];
  mentionsMe: boolean;
  edited: boolean;
  answers: { id: string; from: string; text: string } | null;
  reactions: ReactionCount[];
  pinned: boolean;
  flagged: boolean;
  fromReport: boolean;
}

// Which posts of a thread are shown: as many before and after one of them.
export interface Span {
  // Null, or a post that is not there: around the first that is new, or else so that the last of them are the span.
  around: string | null;
  before: number;
  after: number;
}

export interface ThreadView {
  of: Of<'thread'>;
  space: string;
  about: { id: string; title: string } | null;
  // Those of the span, in their order.
  posts: PostView[];
  around: string | null;
  // The first post of somebody else that lies behind the mark.
  firstNew: string | null;
  // How many there are before and after those of the span.
  earlier: number;
  later: number;
  pinned: PostView[];
  readToMs: number;
  // Of the newest post of the span that the server has confirmed.
  newestMs: number;
  level: Level;
  why: LevelWhy;
  readers: Readers;
  mayPin: boolean;
  mayInvite: boolean;
  mayFlag: boolean;
  now: number;
}

export const reactionSymbols = [
  ReactionSymbol.THANKS, ReactionSymbol.HEART, ReactionSymbol.IDEA, ReactionSymbol.TRIED_IT_TOO, ReactionSymbol.RECOGNISE,
  ReactionSymbol.CURIOUS,
] as const;

async function reactionsTo(client: Samstig, me: Id, post: Id, people: People): Promise<ReactionCount[]> {
  const given = await all(client, 'reaction', 'reactionsTo', post);
  const counts: ReactionCount[] = [];
  for (const symbol of reactionSymbols) {
    const by = given.filter(({ body }) => body.symbols.includes(symbol));
    if (by.length === 0) continue;
    counts.push({
      symbol, people: await Promise.all(by.map(async ({ author }) => (await people.someone(author)).name)),
      mine: by.some(({ author }) => sameId(author, me)),
    });
  }
  return counts;
}

const textOf = (head: Revision | undefined) => (head?.content.case === 'text' ? head.content.value : '');
export const headsText = (post: Post) => newestFirst(post.heads).map(textOf).join('\n\n');

async function postView(client: Samstig, me: Id, of: Of<'post'>, thread: Of<'thread'>, people: People): Promise<PostView> {
  const heads = newestFirst(of.body.heads);
  await Promise.all(heads.map((head) => htmlBefore(client, textOf(head))));
  const answered = isId(of.body.replyTo) ? await one(client, 'post', of.body.replyTo) : null;
  const mentions = heads.flatMap((head) => head.mentions);
  const flag = await one(client, 'flag', await client.namedId('flag', me, of.id));
  return {
    of, id: idText(of.id), from: await people.someone(of.author), mine: sameId(of.author, me), heads,
    text: textOf(heads[0]),
    files: heads[0]?.attachments ?? [],
    mentioned: await Promise.all(mentions.map((id) => people.someone(id))),
    mentionsMe: mentions.some((id) => sameId(id, me)),
    edited: heads.length > 0 && heads.some((head) => head.revisionId.length > 0 && !sameId(head.revisionId, of.id)),
    answers: answered && {
      id: idText(answered.id), from: (await people.someone(answered.author)).name, text: headsText(answered.body).slice(0, 120),
    },
    reactions: await reactionsTo(client, me, of.id, people),
    pinned: thread.body.pinned.some((id) => sameId(id, of.id)),
    flagged: flag !== null,
    fromReport: of.body.fromSubmission.length > 0,
  };
}

const inOrder = (a: Of<'post'>, b: Of<'post'>) => Number(a.pending && a.madeMs === 0) - Number(b.pending && b.madeMs === 0) || a.madeMs - b.madeMs;

export async function threadView(client: Samstig, me: Id, id: Id, words: Words, span: Span): Promise<ThreadView | null> {
  const of = await one(client, 'thread', id);
  if (!of) return null;
  const people = new People(client, words);
  const [posts, mark, level, readers, coaches, about] = await Promise.all([
    all(client, 'post', 'postsOfThread', id),
    client.namedId('readMark', me, id).then((key) => one(client, 'readMark', key)),
    levelIn(client, me, id),
    readersOfThread(client, id, words),
    coachesOf(client, of.body.cohortId),
    of.body.assignmentId.length ? one(client, 'assignment', of.body.assignmentId) : null,
  ]);
  const ordered = posts.sort(inOrder);
  const readToMs = Number(mark?.body.readToMs ?? 0);
  const firstNew = firstUnread(ordered, me, readToMs);
  const ids = ordered.map((post) => idText(post.id));
  const around = span.around !== null && ids.includes(span.around) ? span.around : firstNew ?? ids.at(-span.after) ?? ids[0] ?? null;
  const middle = around === null ? 0 : ids.indexOf(around);
  const from = Math.max(0, middle - span.before);
  const to = Math.min(ids.length, middle + span.after);
  const shown = ordered.slice(from, to);
  const view = (post: Of<'post'>) => postView(client, me, post, of, people);
  const pins = of.body.pinned.flatMap((pin) => ordered.find((post) => sameId(post.id, pin)) ?? []);
  const [views, pinned] = await Promise.all([Promise.all(shown.map(view)), Promise.all(pins.map(view))]);
  const mineToRun = sameId(of.author, me) || coaches.some((coach) => sameId(coach, me));
  const internal = of.body.municipalityId.length > 0;
  return {
    of, space: await spaceOf(client, of.body, words, people),
    about: about && { id: idText(about.id), title: words.pick(about.body.title) },
    posts: views, around, firstNew, earlier: from, later: ordered.length - to,
    pinned, readToMs,
    newestMs: Math.max(0, ...shown.filter((post) => !post.pending).map((post) => post.madeMs)),
    ...level, readers, mayPin: mineToRun,
    mayInvite: internal && !of.body.coachesInvited && sameId(of.author, me),
    mayFlag: !internal || of.body.coachesInvited,
    now: await client.serverTimeMs(),
  };
}

// Where "new" begins.
function firstUnread(posts: Of<'post'>[], me: Id, readToMs: number): string | null {
  const first = posts.find((post) => !sameId(post.author, me) && !post.pending && post.madeMs > readToMs);
  return first ? idText(first.id) : null;
}
