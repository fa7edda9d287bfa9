// SPDX-License-Identifier: Apache-2.0
// What an app asks of the library from day to day: texts and who reads them, search, attachments,
// other devices, export and leaving.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { Browser, signIn, startThread, upToDate } from '../browser';
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

// Anna answers in the thread of this title.
function answer(title: string, text: string, withFile = false) {
  return page.evaluate(async ([words, body, file]) => {
    const { client, messages } = window;
    const [cohort] = await client.find('cohorts');
    const threads = await client.find('threadsOfCohort', cohort!.entity.id);
    const thread = threads.find(({ entity }) => entity.body.case === 'thread' && entity.body.value.title === words)!;
    const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7) & 255);
    const attachments = file ? [await client.attach(bytes, 'anteckning.bin', 'application/octet-stream')] : [];
    const value = messages.create(messages.WritePostSchema, {
      id: client.newId(),
      threadId: thread.entity.id,
      text: body as string,
      attachments,
    });
    const write = await client.write({ case: 'writePost', value });
    return { thread: window.lib.idText(thread.entity.id), post: window.lib.idText(value.id), number: String(write.number) };
  }, [title, text, withFile] as const);
}

describe('from day to day', () => {
  it('Markdown becomes harmless HTML', async () => {
    const html = await page.evaluate(() => window.client.html('**Hej** <script>alert(1)</script> [länk](javascript:alert(1))'));
    expect(html).toContain('<strong>Hej</strong>');
    expect(html).not.toMatch(/<script|javascript:/);
  });

  it('ids of names are those of the server', async () => {
    const [pargas, work, draft] = await page.evaluate(async () => {
      const { client, lib } = window;
      const [cohort] = await client.find('cohorts');
      const [assignment] = await client.find('assignmentsOfCohort', cohort!.entity.id);
      const municipalities = await client.find('municipalities');
      const id = lib.idText(await client.namedId('municipality', 'FI', '445'));
      const found = municipalities.some(({ entity }) => lib.idText(entity.id) === id);
      const own = await client.workId(assignment!.entity.id);
      return [found, lib.idText(own), lib.idText(await client.namedId('work', assignment!.entity.id))];
    });
    expect(pargas).toBe(true);
    expect(work).toBe(draft);
  });

  it('the audience of a thread is known before writing', async () => {
    await startThread(page, 'Vem läser?');
    const audience = await page.evaluate(async () => {
      const [cohort] = await window.client.find('cohorts');
      const [thread] = await window.client.find('threadsOfCohort', cohort!.entity.id);
      const { people, municipalities, ownHr, seen } = await window.client.audienceOf(thread!.entity.id);
      return { people: people.length, municipalities: municipalities.length, ownHr: ownHr.length, seq: Number(seen.seq) };
    });
    // Bo and the coach; nobody of Pargas' HR.
    expect(audience).toEqual({ people: 2, municipalities: 1, ownHr: 0, seq: expect.any(Number) });
    expect(audience.seq).toBeGreaterThan(0);
  });

  it('what others wrote is unread, and a notice', async () => {
    await upToDate(page);
    await world.as('bo', 'sync');
    await world.as('bo', 'reply', 'Vem läser?', 'Det gör jag.');
    const [unread, notices] = await eventually(async () => {
      const seen = await page.evaluate(async () => {
        const [cohort] = await window.client.find('cohorts');
        const [thread] = await window.client.find('threadsOfCohort', cohort!.entity.id);
        const { posts, mentions } = await window.client.unreadIn(thread!.entity.id);
        return [{ posts, mentions }, (await window.client.notices(0)).map(({ why }) => why)] as const;
      });
      return seen[0].posts > 0 ? seen : undefined;
    });
    expect(unread).toEqual({ posts: 1, mentions: 0 });
    // The assignment, and the answer in a thread that she started.
    expect([...notices].sort()).toEqual(['youWatchWhatYouStarted', 'yourCohort']);
  });

  it('words are found where they are', async () => {
    const hits = await page.evaluate(() => window.client.search('läs', 10));
    expect(hits[0]!.snippet.filter(({ match }) => match).map(({ text }) => text)).toEqual(['läser']);
  });

  it('an attachment goes up, and comes down on another device', async () => {
    const { post } = await answer('Vem läser?', 'Se filen.', true);
    await eventually(async () => (await page.evaluate(() => window.client.syncStatus())).files === 0);
    const other = await Browser.make();
    try {
      const computer = await other.tab(world);
      await signIn(world, computer, 'anna');
      await upToDate(computer);
      const sums = await computer.evaluate(async (id) => {
        const { client, lib } = window;
        const shown = await client.get(lib.idFromText(id)!);
        const body = shown!.entity.body;
        const [attachment] = body.case === 'post' ? body.value.heads[0]!.attachments : [];
        const bytes = await client.fetchAttachment(shown!.entity.id, attachment!);
        // Again, without the server.
        const kept = await client.fetchAttachment(shown!.entity.id, attachment!);
        return [bytes.length, bytes[1], bytes[299_999], kept.length];
      }, post);
      expect(sums).toEqual([300_000, 7, (299_999 * 7) & 255, 300_000]);
      const devices = await computer.evaluate(async () => (await window.client.listDevices()).map(({ current }) => current));
      expect([...devices].sort()).toEqual([false, true]);
    } finally {
      await other.ends();
    }
  });

  it('own texts are listed with their versions by the server', async () => {
    const kinds = await page.evaluate(async () => (await window.client.listOwn()).map(({ versions }) => versions.at(-1)!.body.case));
    expect(kinds).toEqual(expect.arrayContaining(['thread', 'post', 'person']));
  });

  it('unsent work is exported whole, and asked about before it is erased', async () => {
    await browser.open.setOffline(true);
    await startThread(page, 'Aldrig sänd');
    await page.evaluate(() => window.client.attach(new TextEncoder().encode('en fil'), 'fil.txt', 'text/plain'));
    const text = await page.evaluate(async () => (await window.client.exportUnsent()).text());
    const document = JSON.parse(text);
    expect(document.network).toBe('svenskfinland');
    expect(document.writes).toHaveLength(1);
    expect(document.writes[0].mutation.start_thread.title).toBe('Aldrig sänd');
    expect(document.attachments).toEqual([{ name: 'fil.txt', file: expect.any(String), bytes_base64: Buffer.from('en fil').toString('base64') }]);

    const asked = await page.evaluate(() => window.client.signOut());
    expect(asked).toMatchObject({ signedOut: false, waiting: 1, parked: 0, attachments: 1 });
    await browser.open.setOffline(false);
    const left = await page.evaluate((word) => window.client.signOut(word), asked.confirmation);
    // What was on its way may have changed what is lost; then it asks once more.
    const done = left.signedOut ? left : await page.evaluate((word) => window.client.signOut(word), left.confirmation);
    expect(done).toMatchObject({ signedOut: true, revoked: true });
    expect(await page.evaluate(() => window.client.account())).toBeNull();
    expect(await page.evaluate(async () => (await window.client.find('cohorts')).length)).toBe(0);
  });

  it('nothing of it is left in the browser', async () => {
    const left = await page.evaluate(async () => {
      await window.client.close();
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('samstig');
      const names: string[] = [];
      let bytes = '';
      for await (const [name, handle] of folder as unknown as AsyncIterable<[string, FileSystemFileHandle]>) {
        names.push(name);
        if (handle.kind === 'file') bytes += new TextDecoder('latin1').decode(await (await handle.getFile()).arrayBuffer());
      }
      return { names: names.sort(), found: bytes.includes('Aldrig'), storage: localStorage.length };
    });
    expect(left).toEqual({ names: ['local', 'local-journal', 'local-wal'], found: false, storage: 0 });
  });
});
