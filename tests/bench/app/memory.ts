// SPDX-License-Identifier: Apache-2.0
// Memory of the tab: what the process that has its page and its worker holds for itself alone, by Linux; so the
// heaps of JavaScript and of WebAssembly are in it.
import { readdir, readFile } from 'node:fs/promises';

import type { Browser } from './browser';
import { todayOn } from './phone';
import type { Report } from './report';

interface Processes {
  processInfo: { type: string; id: number }[];
}

async function privateBytes(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  let bytes = 0;
  for (const [, kilobytes] of rollup.matchAll(/^Private_(?:Clean|Dirty): +(\d+) kB$/gm)) bytes += Number(kilobytes) * 1024;
  return bytes;
}

// Of the renderers of this browser, the one that holds most: the tab's.
async function largestRenderer(browser: Browser): Promise<number> {
  const page = await browser.page();
  const line = await page.context().browser()?.newBrowserCDPSession();
  const ids = line
    ? ((await line.send('SystemInfo.getProcessInfo')) as Processes).processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
    : await renderersOf(browser.profile);
  return Math.max(...(await Promise.all(ids.map(privateBytes))));
}

// Where the browser does not say it: by the profile that is named on its command line.
async function renderersOf(profile: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const words = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (words.includes('--type=renderer') && words.includes(profile)) found.push(Number(name));
  }
  return found;
}

export async function memory(browser: Browser, url: string, report: Report): Promise<void> {
  report.say('memory of the tab');
  await browser.closes();
  await browser.opens();
  const page = await browser.page();
  await page.goto('data:text/html,<h1>.</h1>');
  const empty = await largestRenderer(browser);
  await todayOn(browser, url);
  // What was only needed to come up is let go of.
  const line = await page.context().newCDPSession(page);
  await line.send('HeapProfiler.collectGarbage');
  await page.waitForTimeout(2_000);
  const tab = await largestRenderer(browser);
  report.add({ metric: 'memory of the tab, Today, 10,000 posts on disk', value: tab / 1e6, unit: 'MB', limit: empty / 1e6, limitIs: 'an empty page' });
}
