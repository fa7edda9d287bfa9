// SPDX-License-Identifier: Apache-2.0
// Bad luck and bad input: strangers between the app and its server, a wrong clock, a browser that refuses, a photo
// that is too large, words that would like to be more than words. Each is told plainly in the reader's language,
// nothing is lost, nothing is executed.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';

import { eventually, World } from '../../client-lib/wasm/world';
import { Between } from './between';
import type { Fate } from './between';
import { aBrowser, Device } from './device';
import { postsFor } from './others';

const TASK = 'Pröva er egen tjänst';
const THREAD = 'Hur får ni teamet att våga?';

let world: World;
let browser: Browser;

beforeAll(async () => {
  world = await World.like(inject('network'), inject('app'));
  await world.as('bo', 'thread', 'start', THREAD, 'Hos oss vill ingen vara den som hittar felet.');
  browser = await aBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.ends();
});

const thereTimes = async (words: string) => (await postsFor(world, 'bo', THREAD)).filter((text) => text === words).length;

describe('somebody else answers instead of the server', () => {
  let line: Between;
  let anna: Device;

  beforeAll(async () => {
    line = await Between.stands(world);
    anna = await Device.in(browser, world, { language: 'fi', from: line.url });
    await anna.signsIn('anna');
    await anna.opensThread(THREAD);
  });
  afterAll(async () => {
    await anna?.ends();
    await line?.goes();
  });

  const api = (path: string) => path.startsWith('/samstig.v1.');
  const html = (status: number, headers?: Record<string, string>): Fate =>
    ({ status, type: 'text/html', body: '<h1>Welcome!</h1><script>window.executed = true</script>', headers });

  it.each([
    ['a hotel that wants a click first', html(200), 'sync.waitsForNetwork', 'reason.UNAVAILABLE'],
    ['a hotel that sends one elsewhere', html(302, { location: 'http://127.0.0.1:9/hello' }), 'sync.waitsForNetwork', 'reason.UNAVAILABLE'],
    ['a proxy whose server is away', html(502), 'sync.waitsForNetwork', 'reason.UNAVAILABLE'],
    ['a proxy in trouble', html(500), 'sync.waitsForNetwork', 'reason.UNAVAILABLE'],
    ['a proxy whose server rests', html(503, { 'retry-after': '3600' }), 'sync.waitsForNetwork', 'reason.UNAVAILABLE'],
    ['a proxy that waited too long', html(504), 'sync.waitsForNetwork', 'reason.UNAVAILABLE'],
    ['a proxy that has had enough', html(429), 'sync.serverRefuses', 'reason.OVERLOADED'],
    ['a proxy that wants less', html(413), 'sync.serverRefuses', 'reason.TOO_LARGE'],
  ] as const)('%s', async (what, fate, line_, reason) => {
    const words = `Medan ${what}: skrivet.`;
    line.fate = (path) => (api(path) ? fate : 'through');
    line.hangsUp();
    await anna.types('composer.title', words);
    await anna.presses('composer.send', { people: 2 });
    await anna.page.locator('.post[data-mine]', { hasText: words }).waitFor();
    // With it wait the marks of what she has read, one more when the last was on its way just then.
    const either = [1, 2, 3].map((count) => anna.t(line_, { count }));
    const said = async () => (await anna.page.locator('.sync').innerText()).trim();
    await eventually(async () => either.includes(await said())).catch(async (cause: unknown) => {
      throw new Error(`it says "${await said()}"`, { cause });
    });
    await anna.page.locator('.sync').click();
    await anna.page.getByRole('dialog').getByText(anna.t(reason)).waitFor();
    await anna.picture(`sync-${reason.slice(7).toLowerCase()}`);
    expect(await thereTimes(words)).toBe(0);

    line.fate = () => 'through';
    await anna.presses('sync.tryNow');
    await anna.page.keyboard.press('Escape');
    await anna.isUpToDate();
    expect(await thereTimes(words)).toBe(1);
    expect(await anna.page.evaluate(() => 'executed' in window)).toBe(false);
    expect(anna.complaints).toEqual([]);
  });
});

describe('a device', () => {
  let line: Between;
  let anna: Device;

  beforeEach(async () => {
    line = await Between.stands(world);
  });
  afterEach(async () => {
    await anna?.ends();
    await line?.goes();
  });

  it.each([
    ['fast', 1, 'anna'], ['slow', -1, 'bo'],
  ] as const)('whose clock is a year %s is told of it, and what it hands in is on time', async (how, sign, who) => {
    // Page and worker read the clock as it would be.
    const wrong = `if(!globalThis.wrong){globalThis.wrong=true;const D=Date,by=${sign * 365 * 24 * 3600 * 1000};globalThis.Date=class extends D{constructor(...a){a.length?super(...a):super(D.now()+by)}static now(){return D.now()+by}};}\n`;
    line.rewrites = (path, body) => (/^\/assets\/(index|worker)-.*\.js$/.test(path) ? wrong + body : body);
    anna = await Device.in(browser, world, { from: line.url });
    await anna.signsIn(who);
    await anna.sees('sync.clock', { time: '1 år' });
    await anna.page.locator('.sync').click();
    await anna.page.getByRole('dialog').getByText(anna.t('sync.clock', { time: '1 år' })).waitFor();
    await anna.picture(`clock-${how}`);
    await anna.page.keyboard.press('Escape');
    await anna.opensAssignment(TASK);
    await anna.types('report.tried', 'Vi ringde växeln i rätt tid.');
    await anna.page.locator('.saved[data-state=saved]').waitFor();
    await anna.presses('report.send', { coaches: 1 });
    await anna.page.locator('.attempt').getByText(anna.t('attempt.submitted')).waitFor();
    await anna.isUpToDate();
    expect(await anna.page.locator('.attempt').getByText(anna.t('attempt.late')).count()).toBe(0);
    await world.as('cecilia', 'sync');
    const reports: object[] = await world.as('cecilia', 'review');
    expect(reports.filter((report) => 'late' in report && report.late)).toEqual([]);
    expect(reports).toHaveLength(sign === 1 ? 1 : 2);
    expect(anna.complaints).toEqual([]);
  });

  it('whose browser refuses WebAssembly says so', async () => {
    line.headers = (headers) => ({ ...headers, 'content-security-policy': String(headers['content-security-policy']).replace("'wasm-unsafe-eval'", '') });
    anna = await Device.in(browser, world, { from: line.url, language: 'fi' });
    await anna.loads();
    await anna.sees('opening.title');
    await anna.sees('opening.noWasm');
    await anna.picture('no-wasm', 'nobody');
  });

  it('that gets a hotel\'s page in place of the app\'s core says that the server cannot be reached', async () => {
    line.fate = (path) => (path.endsWith('.wasm') ? { status: 200, type: 'text/html', body: '<h1>Welcome!</h1>' } : 'through');
    anna = await Device.in(browser, world, { from: line.url });
    await anna.loads();
    await anna.sees('opening.title');
    await anna.sees('reason.UNAVAILABLE');
    line.fate = () => 'through';
    await anna.presses('again');
    await anna.field('signIn.email').waitFor();
  });

  it('whose file a proxy finds too large says so; the words arrive, and the file when it may', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'samstig-files-'));
    try {
      const plan = join(folder, 'plan.pdf');
      await writeFile(plan, Buffer.alloc(300_000, 'plan '));
      anna = await Device.in(browser, world, { from: line.url });
      await anna.signsIn('anna');
      await anna.opensThread(THREAD);
      line.fate = (path) => (path.includes('BlobService') ? { status: 413, type: 'text/html', body: '<h1>Request Entity Too Large</h1>' } : 'through');
      await anna.types('composer.title', 'Här är planen.');
      await anna.page.locator('.composer input[type=file]').last().setInputFiles(plan);
      await anna.page.locator('.composer .file').waitFor();
      await anna.presses('composer.send', { people: 2 });
      await eventually(async () => (await thereTimes('Här är planen.')) === 1);
      await anna.page.locator('.sync').click();
      await anna.sees('sync.countFiles', { count: 1 });
      await anna.page.getByRole('dialog').getByText(anna.t('reason.TOO_LARGE')).waitFor();
      await anna.picture('file-too-large-for-proxy');
      line.fate = () => 'through';
      await anna.presses('sync.tryNow');
      await anna.page.keyboard.press('Escape');
      await anna.isUpToDate();
      expect(anna.complaints).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('refuses a photo of 30 MB in plain words, makes a picture small, and keeps the text', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'samstig-photos-'));
    try {
      const photo = join(folder, 'foto.jpg');
      await writeFile(photo, Buffer.alloc(30_000_000, 7));
      const picture = join(folder, 'vyn.bmp');
      await writeFile(picture, bitmap(3200, 3200));
      anna = await Device.in(browser, world, { from: line.url });
      await anna.signsIn('anna');
      await anna.opensThread(THREAD);
      await anna.types('composer.title', 'Så här såg det ut.');
      const chooser = anna.page.locator('.composer input[type=file]').last();
      await chooser.setInputFiles(photo);
      await anna.reads(anna.t('file.tooLarge', { name: 'foto.jpg', size: '30 MB', limit: '20 MB' }));
      await anna.picture('photo-too-large');
      expect(await anna.field('composer.title').inputValue()).toBe('Så här såg det ut.');
      await chooser.setInputFiles(picture);
      await anna.page.locator('.composer .file').waitFor();
      await anna.sendsPost('Så här såg det ut.', 2);
      const bo = await Device.in(browser, world);
      await bo.signsIn('bo');
      await bo.opensThread(THREAD);
      const post = await bo.readsOnTo('Så här såg det ut.');
      await post.getByRole('button', { name: bo.t('file.show') }).click();
      await eventually(() => post.locator('.picture img').evaluate((image: HTMLImageElement) => image.naturalWidth === 2048));
      await bo.picture('post-with-picture');
      expect(bo.complaints).toEqual([]);
      await bo.ends();
      expect(anna.complaints).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

// Uncompressed, of many colours: as large as it looks.
function bitmap(width: number, height: number): Buffer {
  const size = width * height * 3;
  const bytes = Buffer.alloc(54 + size);
  bytes.write('BM');
  bytes.writeUInt32LE(54 + size, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  bytes.writeUInt32LE(size, 34);
  for (let i = 54; i < bytes.length; ++i) bytes[i] = (i * 2654435761) >>> 24;
  return bytes;
}

describe('words that would like to be more', () => {
  let bo: Device;
  let anna: Device;

  beforeAll(async () => {
    bo = await Device.in(browser, world);
    await bo.signsIn('bo');
    anna = await Device.in(browser, world);
    await anna.signsIn('anna');
  });
  afterAll(async () => {
    await bo?.ends();
    await anna?.ends();
  });

  it('stay words: HTML, script, links that run', async () => {
    const evil = [
      '<img src=x onerror="window.executed=1">', '<script>window.executed=2</script>', '<svg onload=window.executed=3>',
      '[tryck här](javascript:window.executed=4)', '![bild](https://127.0.0.1:9/spy.png)', '<iframe srcdoc="<script>parent.executed=5</script>"></iframe>',
      '<style>body{display:none}</style>', '<a href="data:text/html,<script>1</script>">data</a>',
    ].join('\n\n');
    await bo.opensThread(THREAD);
    await bo.types('composer.title', evil);
    await bo.sendsPost('tryck här', 2);
    await anna.opensThread(THREAD);
    for (const device of [bo, anna]) {
      const post = device.page.locator('.post', { hasText: 'tryck här' });
      await post.waitFor();
      await device.rests();
      const parts = await post.locator('.prose').evaluate((prose) => ({
        dangerous: prose.querySelectorAll('script, img, svg, iframe, style, object, embed, form, [onerror], [onload], [style]').length,
        links: [...prose.querySelectorAll('a')].map((link) => link.getAttribute('href') ?? ''),
      }));
      expect(parts.dangerous).toBe(0);
      expect(parts.links.filter((href) => !/^(https?:|mailto:|#|$)/.test(href))).toEqual([]);
      expect(await device.page.evaluate(() => 'executed' in window)).toBe(false);
      await device.picture('post-with-html');
      // Not even tried: the server's policy had nothing to refuse.
      expect(device.complaints).toEqual([]);
    }
  });

  it('stay words when they are pasted from a web page', async () => {
    await anna.opensThread(THREAD);
    const elsewhere = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' })
      .end('<p>Fet <b onclick="window.executed=6">text</b> &lt;script>window.executed=7&lt;/script></p>'));
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const web = await anna.browser.newPage();
    await web.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`);
    await web.keyboard.press('Control+A');
    await web.keyboard.press('Control+C');
    await web.close();
    elsewhere.close();
    await anna.page.bringToFront();
    await anna.field('composer.title').focus();
    await anna.page.keyboard.press('Control+V');
    expect((await anna.field('composer.title').inputValue()).trim()).toBe('Fet text <script>window.executed=7</script>');
    await anna.sendsPost('Fet text', 2);
    await bo.opensThread(THREAD);
    await bo.page.locator('.post', { hasText: 'Fet' }).waitFor();
    for (const device of [bo, anna]) expect(await device.page.evaluate(() => 'executed' in window)).toBe(false);
    expect([...bo.complaints, ...anna.complaints]).toEqual([]);
  });

  it('do not stop the reader: bombs of Markdown', async () => {
    const bombs = ['> '.repeat(4000) + 'djupt', '['.repeat(6000) + 'öppet', '*a **b '.repeat(1500), '`'.repeat(9000), '- '.repeat(3000) + 'lista', '![](' .repeat(2500), '|a'.repeat(3000) + '|\n' + '|-'.repeat(3000) + '|'];
    for (const bomb of bombs) await world.as('bo', 'reply', THREAD, `BOMB ${bomb}`);
    await anna.opensThread(THREAD);
    await eventually(async () => (await anna.page.locator('.post', { hasText: 'BOMB' }).count()) === bombs.length);
    await anna.page.waitForFunction(() => document.querySelectorAll('.prose-plain').length === 0);
    expect(await anna.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    // The page still answers to its reader.
    await anna.types('composer.title', 'Jag är kvar.');
    await anna.presses('composer.send', { people: 2 });
    await anna.page.locator('.post[data-mine]', { hasText: 'Jag är kvar.' }).waitFor();
    expect(anna.complaints).toEqual([]);
  });

  it('keep to their own place: names from right to left, and of pictures', async () => {
    const name = 'شيرين عبادي 👩🏽‍🏫🇫🇮';
    await world.as('rolf', 'replace', 'Bo Bosson', name, 'shirin@samstig.example', '--position', 'Rektor', '--sector', 'Bildning');
    await anna.goes('/people');
    await anna.reads('شيرين');
    const shown = await anna.page.locator('bdi', { hasText: 'شيرين' }).first().innerText();
    expect(shown).toContain(name);
    expect(await anna.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    await anna.picture('people-names');
    // Nor do they turn the lines around what such a person writes.
    await world.signsIn('shirin');
    await world.as('shirin', 'reply', THREAD, 'أهلا! 🎉 Hej alla.');
    await anna.opensThread(THREAD);
    const post = await anna.readsOnTo('Hej alla.');
    // Posts outside of what is seen are not drawn, and have no text until they are.
    await post.scrollIntoViewIfNeeded();
    await expect.poll(() => post.locator('.post-head bdi').first().innerText()).toBe(name);
    // Initials are whole signs, also where one is put together from many.
    expect(await post.locator('.face').innerText()).toBe('ش👩🏽‍🏫');
    expect(await anna.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    await anna.picture('thread-names');
    expect(anna.complaints).toEqual([]);
  });
});
