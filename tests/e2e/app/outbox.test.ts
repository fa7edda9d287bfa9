// SPDX-License-Identifier: Apache-2.0
// What the server could not carry out: its author is told why, has the words, and has ways out.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { eventually, World } from '../../client-lib/wasm/world';
import { aBrowser, Device } from './device';
import { enrolmentFor, postsFor } from './others';

const THREAD = 'Hur får ni teamet att våga?';
const WORDS = 'Hos oss börjar rektorn själv.';

let world: World;
let browser: Browser;
let anna: Device;

beforeAll(async () => {
  world = await World.like(inject('network'), inject('app'));
  await world.as('bo', 'thread', 'start', THREAD, 'Hos oss vill ingen vara den som hittar felet.');
  browser = await aBrowser();
  anna = await Device.in(browser, world);
  await anna.signsIn('anna');
});
afterAll(async () => {
  await browser?.close();
  await world?.ends();
});

const parked = () => anna.page.locator('.item[data-state=parked]', { hasText: WORDS });
const posts = () => postsFor(world, 'bo', THREAD);

describe('a leader whose place was given back while she wrote without a network', () => {
  it('finds what she wrote in the outbox, with the reason', async () => {
    await anna.opensThread(THREAD);
    await anna.losesNetwork();
    await anna.types('composer.title', WORDS);
    await anna.presses('composer.send', { people: 2 });
    await anna.page.locator('.post[data-mine]', { hasText: WORDS }).waitFor();
    await world.as('hanna', 'withdraw', 'Anna Annasdotter');

    await anna.findsNetwork();
    await anna.sees('sync.parked', { count: 1 });
    await anna.goes('/');
    await anna.page.getByRole('link', { name: anna.t('today.parked', { count: 1 }) }).click();
    await parked().waitFor();
    await anna.sees('outbox.parkedWords');
    const reasons = (['reason.NOT_ALLOWED', 'reason.NOT_FOUND', 'reason.NOT_TAKING_PART'] as const).map((key) => anna.t(key));
    const told = await parked().locator('p').first().innerText();
    expect(reasons).toContain(told);
    await anna.picture('outbox-parked');
    expect(await posts()).toHaveLength(1);
  });

  it('sees nothing of the cohort any more', async () => {
    await anna.goes('/threads');
    await anna.sees('threads.none');
    await anna.goes('/outbox');
  });

  it('finds it there on another device of hers as well, and can copy the words', async () => {
    const computer = await Device.in(browser, world, { width: 1440 });
    await computer.browser.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: world.url });
    await computer.signsInWithWaiting('anna');
    await computer.goes('/outbox');
    await computer.page.locator('.item[data-state=parked]', { hasText: WORDS }).waitFor();
    await computer.presses('outbox.copy');
    await computer.sees('copied');
    expect(await computer.page.evaluate(() => navigator.clipboard.readText())).toBe(WORDS);
    await computer.picture('outbox-parked');
    expect(computer.complaints).toEqual([]);
    await computer.ends();
  });

  it('sends it again when she is back, and it arrives once', async () => {
    await world.as('ordna', 'cohort', 'move', 'kommunens-ledarstig/3', 'enrolling').catch(() => undefined);
    await world.as('hanna', 'enrol', 'Anna Annasdotter', 'anna@samstig.example', '--position', 'Rektor', '--sector', 'Bildning');
    await anna.goes('/threads');
    await anna.reads(THREAD);
    await anna.goes('/outbox');
    await parked().getByRole('button', { name: anna.t('outbox.again') }).click();
    await anna.page.getByRole('dialog').getByLabel(anna.t('outbox.words')).fill(`${WORDS} Så vågar de andra.`);
    await anna.presses('outbox.send');
    await anna.sees('outbox.empty');
    await anna.isUpToDate();
    const there = await eventually(async () => {
      const all = await posts();
      return all.length > 1 ? all : undefined;
    });
    expect(there.slice(1)).toEqual([`${WORDS} Så vågar de andra.`]);
  });

  it('lets go of another one only after she was asked', async () => {
    await anna.opensThread(THREAD);
    await anna.losesNetwork();
    await anna.types('composer.title', 'Det här ångrar jag.');
    await anna.presses('composer.send', { people: 2 });
    await world.as('hanna', 'withdraw', await enrolmentFor(world, 'hanna', 'Anna Annasdotter'));
    await anna.findsNetwork();
    await anna.goes('/outbox');
    const item = anna.page.locator('.item[data-state=parked]', { hasText: 'Det här ångrar jag.' });
    await item.getByRole('button', { name: anna.t('outbox.discard') }).click();
    await anna.sees('outbox.discardWords');
    await anna.page.getByRole('dialog').getByRole('button', { name: anna.t('cancel') }).click();
    await item.waitFor();
    await item.getByRole('button', { name: anna.t('outbox.discard') }).click();
    await anna.page.getByRole('dialog').getByRole('button', { name: anna.t('outbox.discard') }).click();
    await anna.sees('outbox.empty');
    await anna.isUpToDate();
    expect(anna.complaints).toEqual([]);
  });
});
