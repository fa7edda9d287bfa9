// SPDX-License-Identifier: Apache-2.0
// Several tabs, of which one leads: all see the same, and none loses or doubles anything when the
// leading one goes, in whatever way it goes.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { Browser, signIn, startThread, titles, upToDate } from '../browser';
import { eventually, World } from '../world';

let world: World;
let browser: Browser;
let first: Page;
let second: Page;

beforeAll(async () => {
  world = await World.make(inject('pageFolder'));
  browser = await Browser.make();
  first = await browser.tab(world);
  await signIn(world, first, 'anna');
  await upToDate(first);
  second = await browser.tab(world);
});
afterAll(async () => {
  await browser?.ends();
  await world?.ends();
});

// Starts many threads without waiting for any; the promise of them all is kept on the page.
async function startMany(page: Page, prefix: string, count: number): Promise<void> {
  await page.evaluate(async ([words, number]) => {
    const { client, messages } = window;
    const [cohort] = await client.find('cohorts');
    const writes = Array.from({ length: number as number }, (_, i) => {
      const value = messages.create(messages.StartThreadSchema, { id: client.newId(), cohortId: cohort!.entity.id, title: `${words} ${i}` });
      return client.write({ case: 'startThread', value });
    });
    (window as unknown as { all: Promise<bigint[]> }).all = Promise.all(writes).then((all) => all.map(({ number }) => number));
  }, [prefix, count] as const);
}

function numbers(page: Page): Promise<string[]> {
  return page.evaluate(async () => (await (window as unknown as { all: Promise<bigint[]> }).all).map(String));
}

describe('two tabs', () => {
  it('share the account and what is there', async () => {
    const account = await second.evaluate(async () => (await window.client.account())?.network);
    expect(account).toBe('svenskfinland');
    await startThread(second, 'Från andra fliken');
    expect(await titles(second)).toContain('Från andra fliken');
    expect(await titles(first)).toContain('Från andra fliken');
  });

  it('both hear of a change', async () => {
    for (const page of [first, second]) {
      await page.evaluate(() => {
        const heard = window as unknown as { heard: number };
        heard.heard = 0;
        window.client.observe(() => ++heard.heard);
      });
    }
    await startThread(first, 'Till båda');
    for (const page of [first, second]) {
      await eventually(() => page.evaluate(() => (window as unknown as { heard: number }).heard > 0));
    }
  });

  it('go on when the leading one is closed, with what was being written', async () => {
    await startMany(second, 'Stängd', 60);
    await first.close();
    expect(new Set(await numbers(second)).size).toBe(60);
    const all = await titles(second);
    expect(all.filter((title) => title.startsWith('Stängd'))).toHaveLength(60);
    first = await browser.tab(world);
  });

  it('go on when the leading one crashes in the middle of it', async () => {
    // The second leads now.
    const crash = await browser.open.newCDPSession(second);
    await startMany(first, 'Kraschad', 300);
    void crash.send('Page.crash').catch(() => undefined);
    const written = await numbers(first);
    expect(new Set(written).size).toBe(300);
    const all = await titles(first);
    expect(all.filter((title) => title.startsWith('Kraschad'))).toHaveLength(300);
    await second.close();
    second = await browser.tab(world);
  });

  it('tell the verdict of a write to whoever waits, also under another leader', async () => {
    await first.evaluate(() => {
      // Nothing goes out while the page's own line is cut.
      (window as unknown as { verdict: Promise<unknown> }).verdict = Promise.resolve();
    });
    await browser.open.setOffline(true);
    await second.evaluate(async () => {
      const { client, messages } = window;
      const [cohort] = await client.find('cohorts');
      const value = messages.create(messages.StartThreadSchema, { id: client.newId(), cohortId: cohort!.entity.id, title: 'Senare' });
      const write = await client.write({ case: 'startThread', value });
      (window as unknown as { verdict: Promise<unknown> }).verdict = write.verdict;
    });
    await first.close();
    await browser.open.setOffline(false);
    const applied = await second.evaluate(async () => {
      const { verdict } = window as unknown as { verdict: Promise<{ applied: boolean }> };
      return (await verdict).applied;
    });
    expect(applied).toBe(true);
    first = await browser.tab(world);
  });

  it('have sent each write exactly once', async () => {
    await upToDate(second);
    const here = (await titles(second)).sort();
    expect(new Set(here).size).toBe(here.length);
    await world.as('cecilia', 'sync');
    const threads: { title: string }[] = await world.as('cecilia', 'threads');
    expect(threads.map(({ title }) => title).filter((title) => here.includes(title)).sort()).toEqual(here);
  });
});
