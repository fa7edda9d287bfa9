// SPDX-License-Identifier: Apache-2.0
import { create, ErasureChoice, NetworkTraceSchema } from '@samstig/client/messages';
import { describe, expect, it } from 'vitest';
import { id } from '../../testing/memory_client';
import { beginning, type Choices, requestFrom } from './erase';
import { noonOf } from './readers';
import { daysFrom, goesAt } from './retention';

const kDayMs = 24 * 3600 * 1000;

describe('the time that things are kept', () => {
  it('counts from the end of the cohort', () => expect(goesAt(90, 1000 * kDayMs, 0)).toBe(1090 * kDayMs));
  it('leaves thirty days after a rule became stricter', () => expect(goesAt(90, 1000 * kDayMs, 1085 * kDayMs)).toBe(1115 * kDayMs));
  it('may be for good', () => expect(goesAt(null, 1000 * kDayMs, 0)).toBeNull());
  it.each([['', null], ['  ', null], ['30', 30], ['36 500', 36_500], ['29', undefined], ['36501', undefined], ['två år', undefined], ['-90', undefined], ['90.5', undefined]])(
    'is typed as “%s”', (text, days) => expect(daysFrom(text)).toBe(days));
});

describe('a day of the server', () => {
  it('is the same day wherever it is shown in the Nordic countries', () => {
    for (const zone of ['Atlantic/Reykjavik', 'Europe/Oslo', 'Europe/Helsinki', 'America/Nuuk']) {
      expect(new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(noonOf(20_000))).toBe('2024-10-04');
    }
  });
});

describe('erasing oneself', () => {
  const here = create(NetworkTraceSchema, { network: 'svenskfinland', name: 'Svenskfinland', submissions: 2, threads: [{ threadId: id(1), title: 'Ett', posts: 3 }, { threadId: id(2), title: 'Två', posts: 1 }] });
  const there = create(NetworkTraceSchema, { network: 'jylland', name: 'Jylland' });
  const chosen = (change: Partial<Choices[string]>): Choices => {
    const choices = beginning([here, there], 'svenskfinland');
    return { ...choices, svenskfinland: { ...choices['svenskfinland']!, ...change } };
  };
  const both = { posts: ErasureChoice.ANONYMISE, work: ErasureChoice.DELETE };

  it('is of the network that one is in, and nothing is chosen beforehand', () => {
    expect(beginning([here, there], 'svenskfinland')).toMatchObject({ svenskfinland: { here: true, posts: 0, work: 0 }, jylland: { here: false } });
    expect(requestFrom([here, there], chosen({}))).toBeNull();
    expect(requestFrom([here, there], chosen({ posts: ErasureChoice.DELETE }))).toBeNull();
  });

  it('names what becomes of posts, of work, and of single threads', () => {
    const request = requestFrom([here, there], chosen({ ...both, threads: { '00000000-0000-0000-0000-000000000002': ErasureChoice.KEEP_WITH_ROLE } }));
    expect(request!.networks).toHaveLength(1);
    expect(request!.networks[0]).toMatchObject({ network: 'svenskfinland', choices: { ...both, threads: [{ threadId: id(2), choice: ErasureChoice.KEEP_WITH_ROLE }] } });
  });

  it('asks nothing about what one has not written', () => {
    const choices = chosen(both);
    const request = requestFrom([here, there], { ...choices, jylland: { ...choices['jylland']!, here: true } });
    expect(request!.networks[1]).toMatchObject({ network: 'jylland', choices: { posts: ErasureChoice.DELETE, work: ErasureChoice.DELETE } });
  });

  it('is not for the only organiser', () => expect(requestFrom([{ ...here, lastOrganiser: true }], chosen(both))).toBeNull());
  it('is of at least one network', () => expect(requestFrom([here, there], chosen({ ...both, here: false }))).toBeNull());
});
