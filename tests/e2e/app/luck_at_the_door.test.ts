// SPDX-License-Identifier: Apache-2.0
// Bad luck while signing in: a code that came too late, too many of them, a link that mail programs have mangled, and
// somebody else who answers in place of the server. Each is told plainly, and the way in stays open.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';

import type { MessageKey } from '../../../app/src/messages';
import { emailOf, NETWORK, World } from '../../client-lib/wasm/world';
import { Between } from './between';
import type { Fate } from './between';
import { aBrowser, Device } from './device';

let world: World;
let browser: Browser;
let line: Between;
let anna: Device;

beforeAll(async () => {
  world = await World.like(inject('network'), inject('app'));
  line = await Between.stands(world);
  browser = await aBrowser();
});
afterAll(async () => {
  await browser?.close();
  await line?.goes();
  await world?.ends();
});
beforeEach(async () => {
  anna = await Device.in(browser, world, { language: 'fi', from: line.url });
});
afterEach(async () => {
  const { complaints } = anna;
  await anna.ends();
  expect(complaints).toEqual([]);
});

const isTold = (reason: MessageKey) => anna.page.getByRole('alert').getByText(anna.t(reason)).waitFor();
const link = (fields: Record<string, string>) => `/sign-in#${new URLSearchParams(fields).toString()}`;

// As if everybody had left their mails for longer than a code is good for.
async function mailsLieAbout(): Promise<void> {
  await world.stops();
  const network = join(world.folder, `data/networks/${NETWORK}.db`);
  const script = 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute("UPDATE code SET expires = expires - 600000"); db.commit()';
  await promisify(execFile)('/usr/bin/python3', ['-c', script, network]);
  await world.starts();
}

describe('somebody who signs in', () => {
  it('by a link that is too old is told so, and gets in by a new code', async () => {
    await anna.loads();
    await anna.asksForCode('anna');
    const code = await world.codeFor(emailOf('anna'));
    await mailsLieAbout();
    await anna.loads('/accessibility');
    await anna.loads(link({ network: NETWORK, email: emailOf('anna'), code }));
    await anna.presses('signIn.go');
    await isTold('reason.WRONG_CODE');
    await anna.picture('old-link', 'nobody');
    await anna.presses('signIn.other');
    expect(await anna.field('signIn.email').inputValue()).toBe(emailOf('anna'));
    await anna.presses('signIn.ask');
    await anna.types('signIn.code', await world.codeFor(emailOf('anna')));
    await anna.presses('signIn.go');
    await anna.isUpToDate();
  });

  it('by a link that something has mangled finds plain fields, and nothing is executed', async () => {
    for (const mangled of ['#network=%E0%A4%A&code=<script>window.executed=1</script>', '#code=%00%01&email="><img src=x onerror=window.executed=2>', `#${'x='.repeat(20_000)}`]) {
      await anna.loads('/accessibility');
      await anna.loads(`/sign-in${mangled}`);
      await anna.sees('signIn.title');
      expect(await anna.page.evaluate(() => 'executed' in window)).toBe(false);
    }
    expect(await anna.page.evaluate(() => location.hash)).toBe('');
  });

  it('tries a code too often is told that it is of no use any more', async () => {
    await anna.loads();
    await anna.asksForCode('bo');
    const code = await world.codeFor(emailOf('bo'));
    const wrong = code === '12345678' ? '87654321' : '12345678';
    for (let tries = 0; tries < 5; ++tries) {
      await anna.types('signIn.code', wrong);
      await anna.presses('signIn.go');
      await isTold('reason.WRONG_CODE');
    }
    await anna.types('signIn.code', code);
    await anna.presses('signIn.go');
    await isTold('reason.WRONG_CODE');
  });

  it('asks for one code after another is told to use the latest', async () => {
    await anna.loads();
    await anna.types('signIn.network', NETWORK);
    await anna.types('signIn.email', emailOf('bo'));
    const refused = anna.page.getByRole('alert').getByText(anna.t('reason.TOO_MANY_CODES'));
    // Five an hour; how many of them there were before depends on the stories before.
    for (let asked = 0; asked < 6 && !(await refused.isVisible()); ++asked) {
      await anna.presses('signIn.ask');
      await anna.field('signIn.code').or(refused).waitFor();
      if (!(await refused.isVisible())) await anna.presses('signIn.other');
    }
    await isTold('reason.TOO_MANY_CODES');
    await anna.picture('too-many-codes', 'nobody');
  });
});

describe('when somebody else answers for the server, the one at the door', () => {
  const html = (status: number): Fate => ({ status, type: 'text/html', body: '<h1>Welcome!</h1><script>window.executed = true</script>' });
  afterEach(() => {
    line.fate = () => 'through';
  });

  it.each([
    ['in a hotel that wants a click first', html(200), 'reason.UNAVAILABLE'],
    ['behind a proxy that has had enough', html(429), 'reason.OVERLOADED'],
    ['behind a proxy whose server rests', html(503), 'reason.UNAVAILABLE'],
    ['behind a proxy that waited too long', html(504), 'reason.UNAVAILABLE'],
    ['without any line', 'cut', 'reason.UNAVAILABLE'],
  ] as const)('%s is told so, keeps what was typed, and tries again', async (where, fate, reason) => {
    await anna.loads();
    await anna.types('signIn.network', NETWORK);
    await anna.types('signIn.email', `${where.length}@samstig.example`);
    line.fate = (path) => (path.startsWith('/samstig.v1.') ? fate : 'through');
    await anna.presses('signIn.ask');
    await isTold(reason);
    expect(await anna.field('signIn.email').inputValue()).toBe(`${where.length}@samstig.example`);
    line.fate = () => 'through';
    await anna.presses('signIn.ask');
    await anna.field('signIn.code').waitFor();
    expect(await anna.page.evaluate(() => 'executed' in window)).toBe(false);
  });
});
