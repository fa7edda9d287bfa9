// SPDX-License-Identifier: Apache-2.0
import { Role } from '@samstig/client/messages';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadMessages } from '../messages';
import { rolesOf } from '../shared/people';
import { Words } from '../shared/words';
import { id, MemoryCopy } from '../testing/memory_client';
import { invitations } from './invitations';

const lisa = id(1), cohort = id(10), pargas = id(11);
const day = 24 * 3600 * 1000;

describe('a guest', async () => {
  const words = new Words('sv-FI', await loadMessages('sv-FI'));
  let copy: MemoryCopy;
  const hat = (number: number, more = {}) => copy.add({
    id: id(number),
    body: { case: 'membership', value: { personId: lisa, role: Role.GUEST, place: { case: 'cohortId', value: cohort }, subject: `Sak ${number}`, endsMs: BigInt(copy.now + day), headcount: 12, ...more } } as never,
  });
  beforeEach(() => {
    copy = new MemoryCopy();
    copy.add({ id: cohort, body: { case: 'cohort', value: { name: { byLanguage: { 'sv-FI': 'Omgång 3' } }, startsMs: 1000n, endsMs: 2000n } } as never });
  });

  it('sees what the invitation is to, and how many come', async () => {
    hat(20);
    expect(await invitations(copy.client(), lisa, words)).toEqual([
      { id: expect.any(String), subject: 'Sak 20', cohort: 'Omgång 3', startsMs: 1000, endsMs: 2000, overMs: copy.now + day, untilMs: copy.now + 15 * day, headcount: 12 },
    ]);
  });

  it('sees the next one first, and none that is over', async () => {
    hat(20, { endsMs: BigInt(copy.now + 3 * day) });
    hat(21);
    hat(22, { ended: true });
    hat(23, { endsMs: BigInt(copy.now - 14 * day) });
    hat(24, { endsMs: BigInt(copy.now - 14 * day + 1) });
    hat(25, { role: Role.COACH });
    expect((await invitations(copy.client(), lisa, words)).map(({ subject }) => subject)).toEqual(['Sak 24', 'Sak 21', 'Sak 20']);
  });

  it('is told of an invitation whose cohort has not come yet', async () => {
    copy.entities.length = 0;
    hat(20);
    expect(await invitations(copy.client(), lisa, words)).toMatchObject([{ cohort: '', startsMs: 0 }]);
  });

  it('stays one when the time is over, unless there is more', async () => {
    hat(20, { ended: true });
    expect(await rolesOf(copy.client(), lisa)).toEqual([Role.GUEST]);
    copy.add({ id: id(30), body: { case: 'membership', value: { personId: lisa, role: Role.LEADER, place: { case: 'municipalityId', value: pargas } } } as never });
    expect(await rolesOf(copy.client(), lisa)).toEqual([Role.LEADER]);
  });

  it('who never was one has no role without a hat', async () => {
    expect(await rolesOf(copy.client(), lisa)).toEqual([]);
    copy.add({ id: id(30), body: { case: 'membership', value: { personId: lisa, role: Role.COACH, ended: true, place: { case: 'cohortId', value: cohort } } } as never });
    expect(await rolesOf(copy.client(), lisa)).toEqual([]);
  });
});
