// SPDX-License-Identifier: Apache-2.0
// Lighthouse's word on Today and on a thread, as somebody signed in has them on a phone: its own phone profile, with a
// slow network and a slow processor as it reckons them.
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import type { World } from '../../client-lib/wasm/world';
import type { Browser } from './browser';
import { TODAY } from './phone';
import { median } from './report';
import type { Report } from './report';

// The score of one run is a matter of luck on a machine with other guests; its makers advise five.
const RUNS = 5;
const REPORTS = fileURLToPath(new URL('../../../build/lighthouse', import.meta.url));
const CATEGORIES = ['performance', 'accessibility'] as const;

async function freePort(): Promise<number> {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  await new Promise((resolve) => taken.close(resolve));
  return port;
}

type Scores = Record<(typeof CATEGORIES)[number], number>;

// Now and then Chromium's trace begins after the page has; "please run Lighthouse again", it says then.
const TRIES = 3;

async function look(url: string, port: number, name: string, tries = TRIES): Promise<Scores> {
  const { default: lighthouse } = await import('lighthouse');
  const result = await lighthouse(url, {
    port, output: 'html', logLevel: 'error', onlyCategories: [...CATEGORIES], formFactor: 'mobile',
    // Else nobody would be signed in.
    disableStorageReset: true,
  });
  if (!result) throw new Error(`Lighthouse says nothing of ${name}`);
  await mkdir(REPORTS, { recursive: true });
  await writeFile(`${REPORTS}/${name}.html`, result.report);
  await writeFile(`${REPORTS}/${name}.json`, JSON.stringify(result.lhr));
  if (result.lhr.runtimeError?.message.includes('NO_NAVSTART') && tries > 1) return look(url, port, name, tries - 1);
  if (result.lhr.runtimeError) throw new Error(`Lighthouse on ${name}: ${result.lhr.runtimeError.message}`);
  if (!result.lhr.finalDisplayedUrl.startsWith(url)) throw new Error(`Lighthouse was led from ${url} to ${result.lhr.finalDisplayedUrl}`);
  return Object.fromEntries(CATEGORIES.map((one) => [one, (result.lhr.categories[one]?.score ?? 0) * 100])) as Scores;
}

export async function lighthouse(world: World, browser: Browser, report: Report): Promise<void> {
  report.say('Lighthouse');
  await browser.closes();
  const port = await freePort();
  await browser.opens(`--remote-debugging-port=${port}`);
  const page = await browser.page();
  await page.goto(`${world.url}/threads`);
  const thread = await page.locator('.row-link').first().getAttribute('href');
  await page.goto(world.url);
  await page.locator(TODAY).waitFor();
  // Lighthouse has a tab of its own, which is to be the only one.
  await page.goto('about:blank');
  for (const [name, path] of [['today', '/'], ['thread', thread!]] as const) {
    const all: Scores[] = [];
    for (let run = 0; run < RUNS; ++run) all.push(await look(`${world.url}${path}`, port, `${name}-${run}`));
    for (const one of CATEGORIES) {
      report.add({ metric: `Lighthouse on a phone: ${name}, ${one}`, value: median(all.map((scores) => scores[one])), unit: 'of 100', goal: 95, better: 'more' });
    }
  }
}
