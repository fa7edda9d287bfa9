// SPDX-License-Identifier: Apache-2.0
// Bytes of the first load: what a browser that never was here asks for until Today is shown, as the server sends it to
// one that takes brotli. Beside it, what the service worker keeps for the days without a network.
import { get } from 'node:http';
import { readFile } from 'node:fs/promises';

import { aBrowser, Device } from '../../e2e/app/device';
import type { World } from '../../client-lib/wasm/world';
import type { Report } from './report';

function bytesOf(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'br, gzip' } }, (response) => {
      let bytes = 0;
      response.on('data', (piece: Buffer) => (bytes += piece.length));
      response.on('end', () => (response.statusCode === 200 ? resolve(bytes) : reject(new Error(`${url}: ${response.statusCode}`))));
    }).on('error', reject);
  });
}

async function sum(urls: Iterable<string>): Promise<number> {
  let bytes = 0;
  for (const url of urls) bytes += await bytesOf(url);
  return bytes / 1000;
}

export async function firstLoad(world: World, app: string, report: Report): Promise<void> {
  report.say('bytes of the first load');
  const browser = await aBrowser();
  const asked = new Set<string>();
  try {
    const device = await Device.in(browser, world, { plain: true });
    // Of the page's worker as well.
    device.browser.on('request', (request) => {
      const url = new URL(request.url());
      if (request.method() === 'GET' && url.origin === world.url) asked.add(url.origin + (/\.\w+$/.test(url.pathname) ? url.pathname : '/'));
    });
    await device.signsIn('anna');
    await device.page.locator('.today-main').waitFor();
    await device.ends();
  } finally {
    await browser.close();
  }
  const of = (ending: RegExp) => sum([...asked].filter((url) => ending.test(url)));
  const script = await readFile(`${app}/sw.js`, 'utf8');
  const release = /^const release=(.*);$/m.exec(script)?.[1];
  const kept = Object.keys((JSON.parse(release!) as { files: Record<string, string> }).files).map((path) => world.url + path);
  report.add({ metric: 'first load: JavaScript, until Today is shown', value: await of(/\.js$/), unit: 'kB', goal: 250 });
  report.add({ metric: 'first load: samstig.wasm', value: await of(/\.wasm$/), unit: 'kB', goal: 600 });
  report.add({ metric: 'first load: all, until Today is shown', value: await sum(asked), unit: 'kB' });
  report.add({ metric: 'what the service worker keeps, all roles and languages', value: await sum(kept), unit: 'kB' });
}
