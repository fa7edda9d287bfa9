// SPDX-License-Identifier: Apache-2.0
// A leader's device in a real browser against a real server.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Page } from 'playwright-core';

import { Browser, signIn, upToDate } from '../browser';
import { eventually, World } from '../world';

let world: World;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  world = await World.make(inject('pageFolder'));
  browser = await Browser.make();
  page = await browser.tab(world);
});
afterAll(async () => {
  await browser?.ends();
  await world?.ends();
});

describe('a leader in a browser', () => {
  it('has nothing and nobody at first', async () => {
    expect(await page.evaluate(() => window.client.account())).toBeNull();
    const status = await page.evaluate(() => window.client.syncStatus());
    expect(status.state).toBe('signedOut');
    const storage = await page.evaluate(() => window.client.storage());
    expect(storage).toEqual({ kind: 'bestEffort', full: false });
  });

  it('is told why a code is not good', async () => {
    const reason = await page.evaluate(() =>
      window.client.redeemCode('svenskfinland', 'anna@samstig.example', '00000000', 'Telefonen').then(
        () => 0,
        (error) => (error instanceof window.lib.SamstigError ? window.messages.Reason[error.reason] : String(error)),
      ));
    expect(reason).toBe('WRONG_CODE');
  });

  it('signs in with the code from the mail and reads what there is', async () => {
    await signIn(world, page, 'anna');
    await upToDate(page);
    const cohorts = await page.evaluate(async () => {
      const found = await window.client.find('cohorts');
      return found.map(({ entity }) => entity.body.case);
    });
    expect(cohorts).toEqual(['cohort']);
  });

  it('writes a thread that the coach reads, and hears the verdict', async () => {
    const verdict = await page.evaluate(async () => {
      const { client, messages } = window;
      const [cohort] = await client.find('cohorts');
      const intent = messages.create(messages.MutationSchema, {
        intent: {
          case: 'startThread',
          value: { id: client.newId(), cohortId: cohort!.entity.id, title: 'Hur får ni teamet att våga?' },
        },
      }).intent;
      const write = await client.write(intent as never);
      const [first] = await client.find('threadsOfCohort', cohort!.entity.id);
      const { applied, reason, detail } = await write.verdict;
      return { applied, reason, detail, shown: first?.entity.body.case };
    });
    expect(verdict).toEqual({ applied: true, reason: 0, detail: '', shown: 'thread' });
    await world.as('cecilia', 'sync');
    const threads = await world.as('cecilia', 'threads');
    expect(JSON.stringify(threads)).toContain('Hur får ni teamet att våga?');
  });

  it('sees at once what somebody else writes', async () => {
    await page.evaluate(async () => {
      const [cohort] = await window.client.find('cohorts');
      const seen: number[] = [];
      (window as unknown as { seen: number[] }).seen = seen;
      window.client.live((client) => client.find('threadsOfCohort', cohort!.entity.id), (threads) => seen.push(threads.length));
    });
    await world.as('bo', 'thread', 'start', 'Bos tråd', 'Hej alla!');
    await eventually(() => page.evaluate(() => (window as unknown as { seen: number[] }).seen.at(-1) === 2));
  });
});
