// SPDX-License-Identifier: Apache-2.0
// What a write promised is on the disk: through a reload, a restart of the browser, and a browser
// that is killed in the middle of writing.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
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

// SQLite's own word on the files of the closed database.
async function integrity(of: Page): Promise<string> {
  const files = await of.evaluate(async () => {
    await window.client.close();
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('samstig');
    const contents: Record<string, number[]> = {};
    for (const name of ['local', 'local-wal']) {
      const file = await (await folder.getFileHandle(name)).getFile();
      contents[name] = [...new Uint8Array(await file.arrayBuffer())];
    }
    return contents;
  });
  const folder = await mkdtemp(join(tmpdir(), 'samstig-integrity-'));
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), Uint8Array.from(bytes));
  const ask = `import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute("PRAGMA integrity_check").fetchall())`;
  const { stdout } = await promisify(execFile)('/usr/bin/python3', ['-c', ask, join(folder, 'local')]);
  await rm(folder, { recursive: true });
  return stdout.trim();
}

describe('what was written', () => {
  it('is there after a reload, waiting to be sent', async () => {
    await browser.open.setOffline(true);
    await startThread(page, 'Skriven utan nät');
    await browser.open.setOffline(false);
    await page.reload();
    await page.waitForFunction(() => window.ready);
    expect(await titles(page)).toContain('Skriven utan nät');
  });

  it('is there after the browser was closed and opened', async () => {
    await startThread(page, 'Före kvällen');
    await browser.closes();
    await browser.starts();
    page = await browser.tab(world);
    expect(await titles(page)).toContain('Före kvällen');
    expect(await page.evaluate(async () => (await window.client.account())?.network)).toBe('svenskfinland');
  });

  it('is there after the browser was killed in the middle of writing, each once', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 4; ++round) {
      const before = acknowledged.length;
      await page.exposeFunction('acknowledged', (title: string) => void acknowledged.push(title));
      // Without end: the kill is the end.
      void page.evaluate(async (n) => {
        const { client, messages } = window;
        const [cohort] = await client.find('cohorts');
        for (let i = 0; ; ++i) {
          const title = `Omgång ${n}, tråd ${i}`;
          const value = messages.create(messages.StartThreadSchema, { id: client.newId(), cohortId: cohort!.entity.id, title });
          await client.write({ case: 'startThread', value });
          void (window as unknown as { acknowledged(words: string): void }).acknowledged(title);
        }
      }, round).catch(() => undefined);
      await eventually(() => acknowledged.length > before + 20 + 13 * round);
      await browser.isKilled();
      await browser.starts();
      page = await browser.tab(world);
      const here = await titles(page);
      expect(here).toEqual(expect.arrayContaining(acknowledged));
      expect(new Set(here).size).toBe(here.length);
    }
    await upToDate(page);
    await world.as('cecilia', 'sync');
    const threads: { title: string }[] = await world.as('cecilia', 'threads');
    expect(threads.map(({ title }) => title).sort()).toEqual((await titles(page)).sort());
  });

  it('is in a database without a fault', async () => {
    expect(await integrity(page)).toBe("[('ok',)]");
  });
});
