// SPDX-License-Identifier: Apache-2.0
// First sync: from the code to ten thousand posts on the browser's disk, with the client library alone on a page; as
// many documents replicated by PouchDB in the same browser; what the disk takes at all; the native client.
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

import { emailOf, NETWORK } from '../../client-lib/wasm/world';
import type { World } from '../../client-lib/wasm/world';
import { Browser } from './browser';
import { PouchServer } from './pouch';
import type { Adapter } from './pouch';
import { median } from './report';
import type { Report } from './report';
import { POSTS } from './talk';
import type {} from './page/page';

// The server gives an address five codes an hour, and two went to the parts before.
const RUNS = 3;
// A replication takes long.
const POUCH_RUNS = 3;
// SQLite's, in client-lib/core/local_store.cc.
const DB_PAGE_BYTES = 8192;

// The bench's own page, as an app would be built.
export async function pageFolder(): Promise<string> {
  const wasm = process.env.SAMSTIG_WASM!;
  const folder = await mkdtemp(join(tmpdir(), 'samstig-bench-page-'));
  await build({
    root: fileURLToPath(new URL('./page', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder, target: 'es2022', emptyOutDir: true },
    worker: { format: 'es' },
  });
  await copyFile(wasm, join(folder, 'samstig.wasm'));
  return folder;
}

interface Taken {
  ms: number;
  bytes: number;
  rawMs: number;
}

async function takeOnce(world: World): Promise<Taken> {
  const browser = await Browser.fresh();
  try {
    const page = await browser.page();
    await page.goto(world.url);
    await page.locator('#ready').waitFor({ state: 'attached' });
    const email = emailOf('anna');
    await page.evaluate(([network, address]) => window.client.requestCode(network!, address!), [NETWORK, email]);
    const code = await world.codeFor(email);
    const { ms, posts } = await page.evaluate(([network, address, word]) => window.firstSync(network!, address!, word!), [NETWORK, email, code]);
    if (posts !== POSTS) throw new Error(`${posts} posts came, and not ${POSTS}`);
    const bytes = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
    const rawMs = await page.evaluate(([all, one]) => window.rawWrite(all!, one!), [bytes, DB_PAGE_BYTES]);
    return { ms, bytes, rawMs };
  } finally {
    await browser.ends();
  }
}

async function ours(world: World): Promise<{ rows: number; raw: number }> {
  const app = await pageFolder();
  await world.deploys(app);
  const taken: Taken[] = [];
  for (let run = 0; run < RUNS; ++run) taken.push(await takeOnce(world));
  await rm(app, { recursive: true });
  const perSecond = (ms: number) => (POSTS / ms) * 1000;
  return { rows: perSecond(median(taken.map(({ ms }) => ms))), raw: perSecond(median(taken.map(({ rawMs }) => rawMs))) };
}

// The command line's first sync, on the same machine, with the time that a process takes to start.
async function native(world: World): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; ++run) {
    const name = `native${run}`;
    const email = emailOf('cecilia');
    await world.as(name, 'sign-in', NETWORK, email, '--request-only');
    const code = await world.codeFor(email);
    const start = performance.now();
    await world.as(name, 'sign-in', NETWORK, email, '--code', code, '--device', name);
    await world.as(name, 'sync');
    times.push(performance.now() - start);
  }
  return (POSTS / median(times)) * 1000;
}

async function pouch(adapter: Adapter, batch: number): Promise<number> {
  const server = await PouchServer.withPosts();
  const times: number[] = [];
  try {
    for (let run = 0; run < POUCH_RUNS; ++run) {
      const browser = await Browser.fresh();
      try {
        times.push(await server.replicateInto(await browser.page(), adapter, batch));
      } finally {
        await browser.ends();
      }
    }
  } finally {
    await server.ends();
  }
  return (POSTS / median(times)) * 1000;
}

export async function firstSync(world: World, report: Report): Promise<void> {
  report.say(`first sync of ${POSTS} posts, PouchDB`);
  const usual = await pouch('idb', 100);
  const best = await pouch('indexeddb', 1000);
  report.say(`first sync of ${POSTS} posts, the client library`);
  const { rows, raw } = await ours(world);
  report.say(`first sync of ${POSTS} posts, native`);
  const cli = await native(world);
  report.add({ metric: 'first sync of 10,000 posts into OPFS', value: rows, unit: 'rows/s', goal: 30_000, better: 'more', limit: raw, limitIs: 'the same bytes written to a sync handle' });
  report.add({ metric: 'the same, times PouchDB at its best', value: rows / Math.max(usual, best), unit: 'times', goal: 10, better: 'more' });
  report.add({ metric: 'PouchDB 9, as it comes (idb, batches of 100)', value: usual, unit: 'rows/s' });
  report.add({ metric: 'PouchDB 9, indexeddb adapter, batches of 1,000', value: best, unit: 'rows/s' });
  report.add({ metric: 'native client, process start and sign-in included', value: cli, unit: 'rows/s' });
}
