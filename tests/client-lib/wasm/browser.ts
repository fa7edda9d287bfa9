// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium with a profile of its own, and the tests' page in it.
import { mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { BrowserContext, Page } from 'playwright-core';

import type { World } from './world';
import { emailOf, NETWORK } from './world';
import type {} from './page/page';

export class Browser {
  private context: BrowserContext | undefined;

  private constructor(private readonly profile: string) {}

  // `preferences`: Chromium's own, as its settings pages write them.
  static async make(preferences?: object): Promise<Browser> {
    const browser = new Browser(await mkdtemp(join(tmpdir(), 'samstig-profile-')));
    if (preferences) {
      await mkdir(join(browser.profile, 'Default'));
      await writeFile(join(browser.profile, 'Default/Preferences'), JSON.stringify(preferences));
    }
    await browser.starts();
    return browser;
  }

  async starts(): Promise<void> {
    this.context = await chromium.launchPersistentContext(this.profile, {
      executablePath: process.env.SAMSTIG_CHROMIUM ?? '/usr/bin/chromium',
      headless: true,
      // The first start on a machine reads all of it from the disk, and makes the index of the fonts.
      timeout: 180_000,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync',
        // A name that this machine has in the world, which no resolver need know.
        '--host-resolver-rules=MAP samstig.test 127.0.0.1'],
    });
    // Nobody measures speed here: a machine that has other things to do may take its time.
    this.context.setDefaultTimeout(120_000);
  }

  get open(): BrowserContext {
    if (!this.context) throw new Error('the browser is not running');
    return this.context;
  }

  async closes(): Promise<void> {
    await this.context?.close();
    this.context = undefined;
  }

  // All of it at once, as when the phone's battery dies: the group of processes that is led by the one whose number
  // Chromium writes into its profile. Any that lived on would hold its files when the next one starts.
  async isKilled(): Promise<void> {
    const pid = Number((await readlink(join(this.profile, 'SingletonLock'))).split('-').at(-1));
    const gone = new Promise((resolve) => this.open.once('close', resolve));
    process.kill(-pid, 'SIGKILL');
    await gone;
    this.context = undefined;
  }

  async ends(): Promise<void> {
    await this.closes();
    // Chromium's helpers may write for a moment longer than it lives.
    await rm(this.profile, { recursive: true, force: true, maxRetries: 20 });
  }

  async tab(world: World): Promise<Page> {
    const page = await this.open.newPage();
    page.on('pageerror', (error) => console.error('page:', error));
    page.on('console', (message) => message.type() === 'error' && console.error('console:', message.text()));
    await page.goto(world.url);
    await page.waitForFunction(() => window.ready);
    return page;
  }
}

export async function signIn(world: World, page: Page, name: string): Promise<void> {
  const email = emailOf(name);
  await page.evaluate(([network, address]) => window.client.requestCode(network!, address!), [NETWORK, email]);
  const code = await world.codeFor(email);
  await page.evaluate(([network, address, word]) => window.client.redeemCode(network!, address!, word!, 'Telefonen'), [NETWORK, email, code]);
}

// Starts a thread with this title; resolves when it is on this device's disk.
export function startThread(page: Page, title: string): Promise<string> {
  return page.evaluate(async (words) => {
    const { client, messages } = window;
    const [cohort] = await client.find('cohorts');
    const value = messages.create(messages.StartThreadSchema, { id: client.newId(), cohortId: cohort!.entity.id, title: words });
    return String((await client.write({ case: 'startThread', value })).number);
  }, title);
}

// The titles of all threads, as this page shows them.
export function titles(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const [cohort] = await window.client.find('cohorts');
    if (!cohort) return [];
    const threads = await window.client.find('threadsOfCohort', cohort.entity.id);
    return threads.map(({ entity }) => (entity.body.case === 'thread' ? entity.body.value.title : ''));
  });
}

// Waits until all is sent and read; says how things stand when that takes too long.
export async function upToDate(page: Page, ms = 90_000): Promise<void> {
  const status = await page.evaluate((patience) => new Promise<string>((resolve) => {
    let last = '';
    const over = setTimeout(() => resolve(last), patience);
    const stop = window.client.observeSync((now) => {
      last = JSON.stringify(now);
      if (now.state !== 'upToDate' || now.waiting > 0) return;
      setTimeout(() => stop());
      clearTimeout(over);
      resolve('');
    });
  }), ms);
  if (status) throw new Error(`not up to date: ${status}`);
}
