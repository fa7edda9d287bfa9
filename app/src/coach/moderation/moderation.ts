// SPDX-License-Identifier: Apache-2.0
// Flags that wait for a coach, and what became of the others.
import type { Id, Samstig } from '@samstig/client';
import { type FlagCause, FlagState } from '@samstig/client/messages';
import { headsText } from '../../leader/threads/thread';
import { all, type Of, one } from '../../shared/copy';
import { idText, sameId } from '../../shared/ids';
import { People, type Someone } from '../../shared/people';
import type { Words } from '../../shared/words';

export type FlagOutcome = 'open' | 'upheld' | 'dismissed';

export interface FlagStep {
  to: FlagOutcome;
  by: Someone;
  atMs: number;
  note: string;
}
export interface FlagView {
  of: Of<'flag'>;
  id: string;
  state: FlagOutcome;
  cause: FlagCause;
  note: string;
  by: Someone;
  atMs: number;
  thread: { id: string; title: string };
  // Null when this copy does not hold it.
  post: { id: string; bytes: Id; from: Someone; mine: boolean; text: string; withdrawn: boolean; removed: boolean; files: number } | null;
  history: FlagStep[];
}
export interface ModerationQueue {
  open: FlagView[];
  settled: FlagView[];
  now: number;
}

const outcomes = new Map<FlagState, FlagOutcome>([[FlagState.UPHELD, 'upheld'], [FlagState.DISMISSED, 'dismissed']]);
const outcomeOf = (state: FlagState): FlagOutcome => outcomes.get(state) ?? 'open';

// Who has waited longest comes first.
export function asModerationQueue(flags: FlagView[], now: number): ModerationQueue {
  const open = flags.filter(({ state }) => state === 'open').sort((a, b) => a.atMs - b.atMs);
  const settled = flags.filter(({ state }) => state !== 'open').sort((a, b) => (b.history.at(-1)?.atMs ?? 0) - (a.history.at(-1)?.atMs ?? 0));
  return { open, settled, now };
}

async function flagView(client: Samstig, me: Id, of: Of<'flag'>, thread: Of<'thread'>, people: People): Promise<FlagView> {
  const post = await one(client, 'post', of.body.postId);
  const history = await Promise.all(of.body.history.map(async ({ to, by, atMs, note }): Promise<FlagStep> => ({
    to: outcomeOf(to), by: await people.someone(by), atMs: Number(atMs), note,
  })));
  return {
    of, id: idText(of.id), state: outcomeOf(of.body.state), cause: of.body.cause, note: of.body.note,
    by: await people.someone(of.author), atMs: Number(of.body.history.at(-1)?.atMs ?? of.madeMs),
    thread: { id: idText(thread.id), title: thread.body.title },
    post: post && {
      id: idText(post.id), bytes: post.id, from: await people.someone(post.author), mine: sameId(post.author, me), text: headsText(post.body),
      withdrawn: post.body.withdrawn, removed: post.body.removal !== undefined, files: post.body.heads.flatMap((head) => head.attachments).length,
    },
    history,
  };
}

export async function moderationQueue(client: Samstig, me: Id, cohort: Of<'cohort'>, words: Words): Promise<ModerationQueue> {
  const people = new People(client, words);
  const threads = await all(client, 'thread', 'threadsOfCohort', cohort.id);
  const lists = await Promise.all(threads.map(async (thread) => {
    const flags = await all(client, 'flag', 'flagsInThread', thread.id);
    return Promise.all(flags.map((flag) => flagView(client, me, flag, thread, people)));
  }));
  return asModerationQueue(lists.flat(), await client.serverTimeMs());
}
