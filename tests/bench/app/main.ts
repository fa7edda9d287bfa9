// SPDX-License-Identifier: Apache-2.0
// ./dev bench app: the app's figures, through a real server, a real browser and a real disk, each beside what this
// machine could do. Never a test: a slow machine gives small figures, not failures.
//
// SAMSTIG_BIN, SAMSTIG_APP and SAMSTIG_WASM say where the built programs, the app and samstig.wasm are. Arguments: which figures
// (all, if none is named), --json.
import '../../client-lib/wasm/web_crypto';
import { World } from '../../client-lib/wasm/world';
import { coldStart } from './cold_start';
import { firstLoad } from './first_load';
import { firstSync } from './first_sync';
import { keystroke } from './keystroke';
import { lighthouse } from './lighthouse';
import { memory } from './memory';
import { signedInPhone, todayOn } from './phone';
import { Report } from './report';
import { manyPosts } from './talk';

const PARTS = ['load', 'start', 'keystroke', 'memory', 'lighthouse', 'sync'];

async function run(parts: Set<string>, report: Report): Promise<void> {
  const app = process.env.SAMSTIG_APP;
  if (!app) throw new Error('SAMSTIG_APP says where the built app is');
  report.say('a network with 10,000 posts');
  const world = await World.make(app);
  try {
    // So that links are right, as where it is installed.
    await world.stops();
    await world.starts();
    await manyPosts(world);
    if (parts.has('load')) await firstLoad(world, app, report);
    const phone = await signedInPhone(world);
    try {
      if (parts.has('start')) await coldStart(world, phone, report);
      if (parts.has('keystroke')) await keystroke(await todayOn(phone, world.url), world.url, report);
      if (parts.has('memory')) await memory(phone, world.url, report);
      if (parts.has('lighthouse')) await lighthouse(world, phone, report);
    } finally {
      await phone.ends();
    }
    // Last: it has the server serve another page.
    if (parts.has('sync')) await firstSync(world, report);
  } finally {
    await world.ends();
  }
}

const words = process.argv.slice(2);
const named = words.filter((word) => word !== '--json');
const strange = named.find((word) => !PARTS.includes(word));
if (strange !== undefined) {
  console.error(`no such figures: ${strange}. There are: ${PARTS.join(' ')}`);
  process.exit(2);
}
await run(new Set(named.length ? named : PARTS), new Report('app', words.includes('--json')));
