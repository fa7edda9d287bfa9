// SPDX-License-Identifier: Apache-2.0
// Google's grpc-web in Debian's Chromium, in a page that the server itself serves under its own
// Content-Security-Policy.
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Page } from 'playwright-core';

import { Browser } from '../../client-lib/wasm/browser';
import { COHORT, emailOf, NETWORK, World } from '../../client-lib/wasm/world';
import { streamsBecome, tokenOf } from './callers';
import type {} from './page/page';

let world: World;
let browser: Browser;
let page: Page;
let token: string;

beforeAll(async () => {
  world = await World.make(inject('pageFolder'));
  token = await tokenOf(world, 'anna');
  browser = await Browser.make();
  page = await browser.open.newPage();
  await page.goto(`${world.url}/sign-in#network=x`);
  await page.waitForFunction(() => window.google);
});
afterAll(async () => {
  await browser?.ends();
  await world?.ends();
});

const checkpoints = (count: number) => page.waitForFunction((wanted) => window.google.following!.checkpoints >= wanted, count);

describe.each(['text', 'binary'] as const)('%s', (format) => {
  test('a call is answered or refused in words', async () => {
    const ask = (network: string, email: string) =>
      page.evaluate(([form, at, who]) => window.google.requestCode(form as typeof format, at!, who!), [format, network, email]);
    expect(await ask(NETWORK, emailOf('bo'))).toBe('OK');
    expect(await ask('ingenstans', emailOf('bo'))).toBe('5 there is no such network true');
  });
});

// In its binary format this client gives a stream only when it is over.
test('a stream brings what others do, and is missed when it is cancelled', async () => {
  await page.evaluate((key) => { window.google.following = window.google.follow('text', key); }, token);
  await checkpoints(1);
  await world.as('cecilia', 'thread', 'start', 'Vår vardag', 'Vad tänker ni?', '--cohort', COHORT);
  await checkpoints(2);
  await streamsBecome(world, 1);
  await page.evaluate(() => window.google.following!.stream.cancel());
  await streamsBecome(world, 0);
});

test('a stream that comes packed is unpacked as it comes', async () => {
  const far = await browser.open.newPage();
  await far.goto(`${world.url.replace('127.0.0.1', 'samstig.test')}/sign-in#network=x`);
  await far.waitForFunction(() => window.google);
  const answered = far.waitForResponse((response) => response.url().endsWith('/Pull'));
  await far.evaluate((key) => { window.google.following = window.google.follow('text', key); }, token);
  expect((await answered).headers()['content-encoding']).toBe('gzip');
  await far.waitForFunction(() => window.google.following!.checkpoints >= 1);
  await world.as('cecilia', 'thread', 'start', 'På väg', 'Vad tänker ni?', '--cohort', COHORT);
  await far.waitForFunction(() => window.google.following!.checkpoints >= 2);
  await far.close();
  await streamsBecome(world, 0);
});

test('the page may not ask any other server', async () => {
  const refused = await page.evaluate(() => fetch('https://samstig.example/').then(() => 'answered', (error: Error) => error.message));
  expect(refused).toContain('Failed to fetch');
});
