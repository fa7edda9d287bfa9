// SPDX-License-Identifier: Apache-2.0
// Bad luck: a full disk, no disk, a spoilt one, strangers at the server's address, a server that dies
// in the middle of a push, a tab of another version. Nothing is lost, and the reason is told.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { Browser, signIn, startThread, titles, upToDate } from '../browser';
import { eventually, World } from '../world';

let world: World;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  world = await World.make(inject('pageFolder'));
  browser = await Browser.make();
  page = await browser.tab(world);
  await signIn(world, page, 'anna');
  await upToDate(page);
});
afterAll(async () => {
  await browser?.ends();
  await world?.ends();
});

const status = (of: Page) => of.evaluate(() => window.client.syncStatus());

// The name of the reason that it is refused with; '' when it is not.
function refusalOf(of: Page, title: string): Promise<string> {
  return startThread(of, title).then(() => '', (error: Error) => /SamstigError.*?: ?(.*)/.exec(error.message)?.[0] ?? error.message);
}

describe('at the address of the server', () => {
  it.each([
    ['a hotel that wants a click first', 200, 'text/html', '<h1>Welkommen!</h1>', 'offline', 'UNAVAILABLE'],
    ['a proxy whose server is away', 502, 'text/html', 'Bad Gateway', 'offline', 'UNAVAILABLE'],
    ['a proxy that has had enough', 429, 'text/plain', 'Too Many Requests', 'serverRefuses', 'OVERLOADED'],
  ])('%s', async (_, code, type, body, state, reason) => {
    const leave = await world.isReplacedBy(code, type, body);
    await startThread(page, `Medan ${code} svarar`);
    await page.evaluate(() => window.client.nudge());
    const seen = await eventually(async () => {
      const now = await status(page);
      return now.state === state && now.waiting > 0 ? now : undefined;
    });
    expect(await page.evaluate((number) => window.messages.Reason[number], seen.reason)).toBe(reason);
    await leave();
    await page.evaluate(() => window.client.nudge());
    await upToDate(page);
    expect((await status(page)).waiting).toBe(0);
  });

  it('a server that is killed in the middle of a push and comes back', async () => {
    await page.evaluate(async () => {
      const { client, messages } = window;
      const [cohort] = await client.find('cohorts');
      for (let i = 0; i < 200; ++i) {
        const value = messages.create(messages.StartThreadSchema, { id: client.newId(), cohortId: cohort!.entity.id, title: `Dödad ${i}` });
        await client.write({ case: 'startThread', value });
        if (i === 100) window.dispatchEvent(new Event('online'));
      }
    });
    await world.stops('SIGKILL');
    await world.starts();
    await page.evaluate(() => window.client.nudge());
    await upToDate(page);
    await world.as('cecilia', 'sync');
    const threads: { title: string }[] = await world.as('cecilia', 'threads');
    const there = threads.map(({ title }) => title).filter((title) => title.startsWith('Dödad'));
    expect(there).toHaveLength(200);
    expect(new Set(there).size).toBe(200);
  });
});

describe('a disk', () => {
  it('that is full is told of, and takes writes again when there is room', async () => {
    // With an empty log: what it holds already takes no more room when it is written over.
    await page.evaluate(() => window.client.close());
    await page.reload();
    await page.waitForFunction(() => window.ready);
    await upToDate(page);
    const quota = await browser.open.newCDPSession(page);
    const { usage } = await quota.send('Storage.getUsageAndQuota', { origin: world.url });
    await quota.send('Storage.overrideQuotaForOrigin', { origin: world.url, quotaSize: usage + 30_000 });
    await browser.open.setOffline(true);
    const before = await titles(page);
    let refused = '';
    for (let i = 0; i < 400 && !refused; ++i) refused = await refusalOf(page, `Får plats? ${i}`);
    expect(refused).not.toBe('');
    expect(await page.evaluate(() => window.client.storage())).toMatchObject({ full: true });
    // All that was taken is there.
    expect(await titles(page)).toEqual(expect.arrayContaining(before));
    const document = JSON.parse(await page.evaluate(async () => (await window.client.exportUnsent()).text()));
    expect(document.writes.length).toBe((await status(page)).waiting);

    await quota.send('Storage.overrideQuotaForOrigin', { origin: world.url });
    expect(await refusalOf(page, 'Nu får det plats')).toBe('');
    expect(await page.evaluate(() => window.client.storage())).toMatchObject({ full: false });
    await browser.open.setOffline(false);
    await page.evaluate(() => window.client.nudge());
    await upToDate(page);
  });

  it('that spoilt the database is told of, gives back what is unsent, and can be begun anew', async () => {
    await browser.open.setOffline(true);
    await startThread(page, 'Före skadan');
    await page.evaluate(async () => {
      await window.client.close();
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('samstig');
      const file = await (await folder.getFileHandle('local')).createWritable({ keepExistingData: true });
      // The version in SQLite's header: one that comes later than ours.
      await file.write({ type: 'write', position: 60, data: new Uint8Array([0, 1, 0, 0]) });
      await file.close();
    });
    await browser.open.setOffline(false);
    await page.reload();
    await page.waitForFunction(() => window.ready);
    const seen = await status(page);
    expect(seen.state).toBe('deviceTrouble');
    expect(await page.evaluate((number) => window.messages.Reason[number], seen.reason)).toBe('NEWER_DATA');
    const document = JSON.parse(await page.evaluate(async () => (await window.client.exportUnsent()).text()));
    expect(document.writes.map((write: any) => write.mutation.start_thread.title)).toEqual(['Före skadan']);

    const asked = await page.evaluate(() => window.client.signOut());
    expect(asked).toMatchObject({ signedOut: false, waiting: 1 });
    const done = await page.evaluate((word) => window.client.signOut(word), asked.confirmation);
    expect(done.signedOut).toBe(true);
    await signIn(world, page, 'anna');
    await upToDate(page);
    expect((await titles(page)).length).toBeGreaterThan(200);
  });

  it('that nobody may use leaves memory, and that is said', async () => {
    const shy = await Browser.make({ profile: { default_content_setting_values: { cookies: 2 } } });
    try {
      const other = await shy.tab(world);
      expect(await other.evaluate(() => window.client.storage())).toEqual({ kind: 'memory', full: false });
      await signIn(world, other, 'anna');
      await upToDate(other);
      expect((await titles(other)).length).toBeGreaterThan(200);
    } finally {
      await shy.ends();
    }
  });
});

describe('a tab of a newer version', () => {
  it('takes over, and the older one says that it is to be loaded again', async () => {
    await page.evaluate(async () => {
      new BroadcastChannel('samstig/leader').postMessage({ kind: 'hello', tab: 'newer', version: 1_000 });
      // The older gives the lock away.
      await navigator.locks.request('samstig', () => undefined);
      new BroadcastChannel('samstig/news').postMessage({ kind: 'leader', leader: 'newer', version: 1_000 });
    });
    const refused = await eventually(() =>
      page.evaluate(() => window.client.account().then(() => undefined, (error) => window.messages.Reason[error.reason])));
    expect(refused).toBe('VERSION_UNSUPPORTED');
  });
});
