// SPDX-License-Identifier: Apache-2.0
import type { Intent, OutboxItem } from '@samstig/client';
import { create, MutationSchema, ParkedSchema, Reason, ReportSchema, RevisionSchema, SaveDraftSchema, SubmitSchema, toBinary, WritePostSchema } from '@samstig/client/messages';
import { describe, expect, it } from 'vitest';
import { loadMessages } from '../../messages';
import { Words } from '../../shared/words';
import { id } from '../../testing/memory_client';
import { isTold, itemsOf, subject, textToChange, withWords, wordsIn } from './outbox';

const mutation = (intent: Intent, claimedMs: number) => create(MutationSchema, { claimedMs: BigInt(claimedMs), intent });
const post = (number: number, text: string): Intent => ({ case: 'writePost', value: create(WritePostSchema, { id: id(number), text }) });
const draft = (tried: string): Intent => ({
  case: 'saveDraft', value: create(SaveDraftSchema, { id: id(5), assignmentId: id(6), revision: create(RevisionSchema, { content: { case: 'report', value: create(ReportSchema, { tried }) } }) }),
});
const waiting = (number: number, intent: Intent, at: number, reason = Reason.UNSPECIFIED): OutboxItem =>
  ({ number: BigInt(number), mutation: mutation(intent, at), state: 'waiting', reason, detail: '' });
const parked = (number: number, bytes: Uint8Array, reason: Reason) =>
  ({ id: id(number), author: id(1), madeMs: 9, pending: false, body: create(ParkedSchema, { mutation: bytes, reason }) });

describe('the outbox', async () => {
  const words = new Words('sv-FI', await loadMessages('sv-FI'));

  it('shows what needs a person before what goes by itself', () => {
    const items = itemsOf([parked(40, toBinary(MutationSchema, mutation(post(1, 'Nej'), 5)), Reason.NOT_ALLOWED)], [waiting(1, post(2, 'På väg'), 50)]);
    expect(items.map((item) => item.state)).toEqual(['parked', 'waiting']);
    expect(wordsIn(items[0]!.mutation!.intent, words)).toBe('Nej');
  });

  it('shows a refused write of this device once, though it stands in both places', () => {
    const intent = mutation(post(1, 'Samma'), 5);
    const items = itemsOf([parked(40, toBinary(MutationSchema, intent), Reason.DELETED)], [{ number: 3n, mutation: intent, state: 'parked', reason: Reason.DELETED, detail: '' }]);
    expect(items).toHaveLength(1);
    expect(items[0]!.parkedId).toEqual(id(40));
  });

  it('shows of many saves of a draft the last, and none beside the report made of it', () => {
    const saves = [waiting(1, draft('a'), 1), waiting(2, draft('ab'), 2)];
    expect(itemsOf([], saves).map((item) => wordsIn(item.mutation!.intent, words))).toEqual(['ab']);
    const submit: Intent = { case: 'submit', value: create(SubmitSchema, { id: id(7), assignmentId: id(6), report: create(ReportSchema, { tried: 'ab', nextStep: 'c' }) }) };
    expect(itemsOf([], [...saves, waiting(3, submit, 3)]).map((item) => wordsIn(item.mutation!.intent, words))).toEqual(['ab\n\nc']);
  });

  it('shows also what it cannot read: it is from a newer version', () => {
    const items = itemsOf([parked(40, new Uint8Array([255, 255, 255]), Reason.UNKNOWN_INTENT)], []);
    expect(items).toMatchObject([{ mutation: null, state: 'parked' }]);
    expect(subject(items[0]!.mutation?.intent, words)).toBe('något från en nyare version');
  });

  it('does not say at each line that there is no network', () => {
    expect(isTold(itemsOf([], [waiting(1, post(1, 'x'), 1, Reason.UNAVAILABLE)])[0]!)).toBe(false);
    expect(isTold(itemsOf([], [waiting(1, post(1, 'x'), 1, Reason.DISK_FULL)])[0]!)).toBe(true);
  });

  it('changes only the words of what is sent again', () => {
    const changed = withWords(post(1, 'Förut'), 'Efter')!;
    expect(textToChange(changed)).toBe('Efter');
    expect(changed.value.id).toEqual(id(1));
    expect(withWords(draft('a'), 'b')).toBeNull();
  });
});
