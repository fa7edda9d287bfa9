// SPDX-License-Identifier: Apache-2.0
// Cold start without a network: the browser is started anew, the server is gone, and Today is opened. From the
// beginning of the navigation to the frame with its content.
import type { World } from '../../client-lib/wasm/world';
import type { Browser } from './browser';
import { shownAfter } from './browser';
import { TODAY } from './phone';
import { median } from './report';
import type { Report } from './report';

const RUNS = 9;
// What any page takes.
const EMPTY = `data:text/html,${encodeURIComponent('<!doctype html><script>document.write("<h1 class=today-main>.</h1>")</script>')}`;

async function times(browser: Browser, url: string): Promise<number[]> {
  const taken: number[] = [];
  for (let run = 0; run < RUNS; ++run) {
    await browser.closes();
    await browser.opens();
    await browser.open.setOffline(true);
    await browser.rests();
    taken.push(await shownAfter(await browser.page(), url, TODAY));
  }
  return taken;
}

export async function coldStart(world: World, browser: Browser, report: Report): Promise<void> {
  report.say('cold start without a network');
  const { url } = world;
  await world.stops();
  const empty = median(await times(browser, EMPTY));
  const own = await times(browser, url);
  await browser.closes();
  await world.starts();
  await browser.opens();
  report.add({
    metric: 'cold start offline to usable Today, 10,000 posts on disk', value: median(own), unit: 'ms', goal: 500,
    limit: empty, limitIs: 'an empty page in the same browser',
  });
  report.add({ metric: 'the same, slowest of nine', value: Math.max(...own), unit: 'ms' });
}
