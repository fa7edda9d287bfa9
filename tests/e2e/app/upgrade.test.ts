// SPDX-License-Identifier: Apache-2.0
// The app is installed, and a new version of it comes: while work waits, and while an old tab is open.
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { eventually, World } from '../../client-lib/wasm/world';
import { Between } from './between';
import { aBrowser, Device } from './device';
import { postsFor } from './others';

const THREAD = 'Hur får ni teamet att våga?';

let world: World;
let browser: Browser;
let next: string;

beforeAll(async () => {
  next = await laterVersion(inject('app'));
  world = await World.like(inject('network'), inject('app'));
  await world.as('bo', 'thread', 'start', THREAD, 'Hos oss vill ingen vara den som hittar felet.');
  browser = await aBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.ends();
  await rm(next, { recursive: true, force: true });
});

// The same app as a later build would have it: every hashed file has another name, and those of before are gone.
async function laterVersion(app: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'samstig-later-'));
  await cp(app, folder, { recursive: true });
  const assets = join(folder, 'assets');
  const hashed = (await readdir(assets)).filter((name) => /-[\w-]{8}\.js$/.test(name));
  const renamed = hashed.map((name) => [name, name.replace(/-([\w-]{8})\.js$/, (_, hash: string) => `-${[...hash].reverse().join('')}.js`)] as const);
  for (const [before, after] of renamed) await rename(join(assets, before), join(assets, after));
  const texts = ['index.html', ...(await readdir(assets)).filter((name) => name.endsWith('.js')).map((name) => `assets/${name}`)];
  for (const name of texts) {
    let text = await readFile(join(folder, name), 'utf8');
    for (const [before, after] of renamed) text = text.replaceAll(before, after);
    if (name === 'index.html') text = text.replace('<html ', '<html data-version="later" ');
    await writeFile(join(folder, name), text);
  }
  const worker = await readFile(join(folder, 'sw.js'), 'utf8');
  const { files } = JSON.parse(/^const release=(.*);\n/.exec(worker)![1]!) as { files: Record<string, string> };
  const now: Record<string, string> = {};
  for (const file of Object.keys(files)) {
    const name = renamed.find(([before]) => file.endsWith(`/${before}`))?.[1];
    const address = name ? `/assets/${name}` : file;
    now[address] = createHash('sha256').update(await readFile(join(folder, address))).digest('hex');
  }
  await writeFile(join(folder, 'sw.js'), worker.replace(/^const release=.*;\n/, `const release=${JSON.stringify({ version: 'later', files: now })};\n`));
  return folder;
}

const version = (device: Device) => device.page.evaluate(() => document.documentElement.dataset['version'] ?? 'first');

describe('the app', () => {
  it('does not take a hotel\'s page for a part of itself', async () => {
    const line = await Between.stands(world);
    const bo = await Device.in(browser, world, { from: line.url });
    line.fate = (path) => (path.startsWith('/assets/CoachArea') ? { status: 200, type: 'text/html', body: '<h1>Welcome!</h1>' } : 'through');
    await bo.loads();
    await bo.page.waitForFunction(() => navigator.serviceWorker.getRegistration().then((one) => one === undefined));
    expect(await bo.page.evaluate(() => caches.keys())).toEqual([]);
    line.fate = () => 'through';
    await bo.loads();
    await bo.hasTheApp();
    await bo.ends();
    await line.goes();
  });

  it('offers its new version, and takes it with the work that waits', async () => {
    const line = await Between.stands(world);
    const anna = await Device.in(browser, world, { from: line.url });
    await anna.signsIn('anna');
    await anna.hasTheApp();
    await anna.opensThread(THREAD);
    line.fate = (path) => (path.startsWith('/samstig.v1.') ? 'cut' : 'through');
    line.hangsUp();
    await anna.types('composer.title', 'Skrivet i den gamla.');
    await anna.presses('composer.send', { people: 2 });
    await anna.page.locator('.post[data-mine]', { hasText: 'Skrivet i den gamla.' }).waitFor();
    await world.deploys(next);
    await anna.types('composer.title', 'Halvvägs i en tanke');

    await anna.page.evaluate(() => navigator.serviceWorker.getRegistration().then((one) => one!.update()));
    await anna.sees('version.there');
    await anna.picture('new-version');
    expect(await version(anna)).toBe('first');
    await anna.presses('version.take');
    await eventually(async () => (await version(anna).catch(() => '')) === 'later');
    await anna.page.locator('.post[data-mine]', { hasText: 'Skrivet i den gamla.' }).waitFor();
    expect(await anna.field('composer.title').inputValue()).toBe('Halvvägs i en tanke');
    expect(await postsFor(world, 'bo', THREAD)).toHaveLength(1);

    line.fate = () => 'through';
    await anna.page.locator('.sync').click();
    await anna.presses('sync.tryNow');
    await anna.page.keyboard.press('Escape');
    await anna.isUpToDate();
    expect((await postsFor(world, 'bo', THREAD)).slice(1)).toEqual(['Skrivet i den gamla.']);
    expect(anna.complaints).toEqual([]);
    await anna.ends();
    await line.goes();
  });

  it('in a tab that is older than the server\'s files says so, and is right again after a click', async () => {
    await world.deploys(inject('app'));
    const bo = await Device.in(browser, world, { plain: true });
    await bo.loads();
    await bo.asksForCode('bo');
    const code = await world.codeFor('bo@samstig.example');
    await world.deploys(next);
    await bo.types('signIn.code', code);
    await bo.presses('signIn.go');
    await bo.sees('version.there');
    await bo.picture('old-tab');
    await bo.presses('version.take');
    await bo.isUpToDate();
    expect(await version(bo)).toBe('later');
    await bo.ends();
  });
});
