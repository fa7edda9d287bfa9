// SPDX-License-Identifier: Apache-2.0
// The outbox as it is shown: what waits for the network, and what the server could not carry out, from any
// device of this person's. The words in it are its author's and are always shown.
import type { Id, Intent, OutboxItem, Samstig } from '@samstig/client';
import type { Mutation, Report } from '@samstig/client/messages';
import { fromBinary, MutationSchema, Reason } from '@samstig/client/messages';
import { all, type Of } from '../../shared/copy';
import { hex, idText } from '../../shared/ids';
import type { Words } from '../../shared/words';
import { reportFields, reportText } from '../drafting';

export interface Item {
  key: string;
  // Of the Parked entity; null while it has not come down, and for what waits.
  parkedId: Id | null;
  mutation: Mutation | null;
  state: 'waiting' | 'parked';
  reason: number;
  atMs: number;
}

// Writes that tell nobody anything and need no line of their own.
const quiet = new Set<string>(['markRead', 'setLevel', 'discardParked']);

const targetOf = (mutation: Mutation) => (mutation.intent.case ? hex(mutation.intent.value.id) : '');

function isSame(a: Mutation, b: Mutation): boolean {
  return a.claimedMs === b.claimedMs && a.intent.case === b.intent.case && targetOf(a) === targetOf(b);
}

function parkedItem(of: Of<'parked'>): Item {
  let mutation: Mutation | null = null;
  try {
    mutation = fromBinary(MutationSchema, of.body.mutation);
  } catch {
    // Of a newer version: it stands here without its words, and can be exported or let go of.
  }
  return { key: idText(of.id), parkedId: of.id, mutation, state: 'parked', reason: of.body.reason, atMs: Number(mutation?.claimedMs ?? of.madeMs) };
}

export function itemsOf(parked: Of<'parked'>[], own: OutboxItem[]): Item[] {
  const items = parked.map(parkedItem);
  for (const write of own) {
    const listed = write.state === 'parked' && items.some((item) => item.mutation && isSame(item.mutation, write.mutation));
    if (listed || quiet.has(write.mutation.intent.case ?? '')) continue;
    items.push({
      key: `n${write.number}`, parkedId: null, mutation: write.mutation, state: write.state, reason: write.reason,
      atMs: Number(write.mutation.claimedMs),
    });
  }
  return newestDrafts(items).sort((a, b) => Number(b.state === 'parked') - Number(a.state === 'parked') || b.atMs - a.atMs);
}

// Of the many saves of one draft only the last waits in the eyes of its author; and none when the report that
// was made of it waits as well.
function newestDrafts(items: Item[]): Item[] {
  const last = new Map<string, Item>();
  const handedIn = new Set<string>();
  for (const item of items) {
    const intent = item.mutation?.intent;
    if (item.state !== 'waiting') continue;
    if (intent?.case === 'submit') handedIn.add(hex(intent.value.assignmentId));
    if (intent?.case !== 'saveDraft') continue;
    const key = hex(intent.value.assignmentId);
    if ((last.get(key)?.atMs ?? -1) <= item.atMs) last.set(key, item);
  }
  return items.filter((item) => {
    const intent = item.mutation?.intent;
    if (item.state !== 'waiting' || intent?.case !== 'saveDraft') return true;
    const key = hex(intent.value.assignmentId);
    return last.get(key) === item && !handedIn.has(key);
  });
}

export async function outboxItems(client: Samstig): Promise<Item[]> {
  const [parked, own] = await Promise.all([all(client, 'parked', 'parkedItems'), client.outbox()]);
  return itemsOf(parked, own);
}

function reportWords(report: Report | undefined): string {
  const text = reportText(report);
  return reportFields.map((field) => text[field].trim()).filter(Boolean).join('\n\n');
}

// All words of a person's in it.
export function wordsIn(intent: Mutation['intent'], words: Words): string {
  switch (intent.case) {
    case 'saveDraft': return intent.value.revision?.content.case === 'report' ? reportWords(intent.value.revision.content.value) : '';
    case 'submit': return reportWords(intent.value.report);
    case 'writePost': case 'giveFeedback': case 'nudgeLeader': return intent.value.text;
    case 'editPost': return intent.value.revision?.content.case === 'text' ? intent.value.revision.content.value : '';
    case 'startThread': return intent.value.title;
    case 'saveTool': return [intent.value.title, intent.value.revision?.content.case === 'text' ? intent.value.revision.content.value : ''].join('\n\n').trim();
    case 'saveTeam': return [intent.value.name, intent.value.revision?.content.case === 'text' ? intent.value.revision.content.value : ''].join('\n\n').trim();
    case 'flagPost': case 'settleFlag': case 'removePost': return intent.value.note;
    case 'announce': case 'editAnnouncement': return `${intent.value.title}\n\n${intent.value.text}`;
    case 'postAssignment': case 'editAssignment':
      return [words.pick(intent.value.assignment?.title), words.pick(intent.value.assignment?.brief), intent.value.assignment?.changeNote].filter(Boolean).join('\n\n');
    case 'answerSeats': return intent.value.answer;
    case 'enrolLeader': case 'replaceLeader': case 'formGroup': case 'changeGroup': return intent.value.name;
    case 'invitePerson': case 'correctPerson': return intent.value.person?.name ?? '';
    default: return '';
  }
}

export function subject(intent: Mutation['intent'] | undefined, words: Words): string {
  const key = `write.${intent?.case ?? 'unknown'}`;
  return words.has(key) ? words.t(key) : words.t('write.other');
}

// With other words in the place of its own; null for what has no single text to change.
export function withWords(intent: Intent, text: string): Intent | null {
  switch (intent.case) {
    case 'writePost': case 'giveFeedback': return { ...intent, value: { ...intent.value, text } } as Intent;
    case 'startThread': return { ...intent, value: { ...intent.value, title: text } } as Intent;
    case 'editPost': case 'saveTool': case 'saveTeam': {
      const { revision } = intent.value;
      if (!revision) return null;
      return { ...intent, value: { ...intent.value, revision: { ...revision, content: { case: 'text', value: text } } } } as Intent;
    }
    default: return null;
  }
}

// Only its own text, without what is joined to it for reading.
export function textToChange(intent: Intent): string | null {
  switch (intent.case) {
    case 'writePost': case 'giveFeedback': return intent.value.text;
    case 'startThread': return intent.value.title;
    case 'editPost': case 'saveTool': case 'saveTeam':
      return intent.value.revision?.content.case === 'text' ? intent.value.revision.content.value : null;
    default: return null;
  }
}

// Worth a word of its own: no network is told once for all, at the top of every screen.
export const isTold = (item: Item) => item.reason !== Reason.UNSPECIFIED && (item.state === 'parked' || item.reason !== Reason.UNAVAILABLE);
