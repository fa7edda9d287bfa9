// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium with a profile of its own that outlives a restart, and how a page's times are taken in it.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { BrowserContext, Page } from 'playwright-core';

const CHROMIUM = {
  executablePath: process.env.SAMSTIG_CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
};
// Other programs use the machine as well.
const PATIENCE_MS = 60_000;
const REST_MS = 20_000;
// Hundredths of a second of processor time in half a second.
const QUIET_TICKS = 2;

export class Browser {
  private context: BrowserContext | undefined;

  private constructor(readonly profile: string) {}

  static async fresh(): Promise<Browser> {
    const browser = new Browser(await mkdtemp(join(tmpdir(), 'samstig-bench-')));
    await browser.opens();
    return browser;
  }

  async opens(...args: string[]): Promise<void> {
    this.context = await chromium.launchPersistentContext(this.profile, {
      ...CHROMIUM, args: [...CHROMIUM.args, ...args], locale: 'sv-FI', viewport: { width: 360, height: 780 },
    });
    this.context.setDefaultTimeout(PATIENCE_MS);
  }

  get open(): BrowserContext {
    if (!this.context) throw new Error('the browser is not running');
    return this.context;
  }

  // The page that the browser opened with.
  async page(): Promise<Page> {
    return this.open.pages()[0] ?? (await this.open.newPage());
  }

  // The processes of this browser, of one type ("renderer") or all: known by the profile on their command line.
  async processes(type = ''): Promise<number[]> {
    const found: number[] = [];
    for (const name of await readdir('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const words = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
      if (words.includes(this.profile) && (!type || words.includes(`--type=${type}`))) found.push(Number(name));
    }
    return found;
  }

  // A browser that has just started goes on with things of its own, such as the page of a new tab. When it has done
  // them, what is measured is the app.
  async rests(): Promise<void> {
    const ticks = async () => {
      let all = 0;
      for (const pid of await this.processes()) {
        const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        all += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
      }
      return all;
    };
    let before = await ticks();
    for (const end = Date.now() + REST_MS; Date.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const now = await ticks();
      if (now - before <= QUIET_TICKS) return;
      before = now;
    }
  }

  async closes(): Promise<void> {
    await this.context?.close();
    this.context = undefined;
  }

  async ends(): Promise<void> {
    await this.closes();
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

// Runs in the page before anything else: notes when the first element that matches has been painted.
function watchFor(selector: string): void {
  const noted = window as unknown as { shownMs?: number };
  const look = () => {
    if (noted.shownMs !== undefined || !document.querySelector(selector)) return;
    watcher.disconnect();
    // After the next frame, which has it.
    requestAnimationFrame(() => setTimeout(() => (noted.shownMs = performance.now())));
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document, { childList: true, subtree: true });
}

// Milliseconds from the beginning of the navigation until this is on the screen.
export async function shownAfter(page: Page, url: string, selector: string): Promise<number> {
  await page.addInitScript(watchFor, selector);
  await page.goto(url, { waitUntil: 'commit' });
  const shown = await page.waitForFunction(() => (window as unknown as { shownMs?: number }).shownMs);
  return (await shown.jsonValue())!;
}
