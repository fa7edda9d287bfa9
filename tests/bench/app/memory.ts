// SPDX-License-Identifier: Apache-2.0
// Memory of the tab: what the process that has its page and its worker holds for itself alone, by Linux; so the
// heaps of JavaScript and of WebAssembly are in it.
import { readFile } from 'node:fs/promises';

import type { Browser } from './browser';
import { todayOn } from './phone';
import type { Report } from './report';

async function privateBytes(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  let bytes = 0;
  for (const [, kilobytes] of rollup.matchAll(/^Private_(?:Clean|Dirty): +(\d+) kB$/gm)) bytes += Number(kilobytes) * 1024;
  return bytes;
}

// Of the renderers of this browser, the one that holds most: the tab's.
async function largestRenderer(browser: Browser): Promise<number> {
  return Math.max(...(await Promise.all((await browser.processes('renderer')).map(privateBytes))));
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
