// SPDX-License-Identifier: Apache-2.0
// A thread that is longer than anybody reads at once: it opens where the new begins, grows where one reads on, and an
// address of a post leads to that post.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { eventually, World } from '../../client-lib/wasm/world';
import { aBrowser, Device } from './device';

const TITLE = 'Vad har ni lärt er av det som inte blev av?';
const POSTS = 40;
const wordsOf = (n: number) => `Lärdom ${n}: ${'vi trodde att det var tiden som fattades, men det var modet. '.repeat(6)}`;

let world: World;
let browser: Browser;
let phone: Device;

beforeAll(async () => {
  world = await World.like(inject('network'), inject('app'));
  browser = await aBrowser();
  phone = await Device.in(browser, world);
  await phone.signsIn('anna');
  await world.as('bo', 'thread', 'start', TITLE, wordsOf(0));
  for (let n = 1; n < POSTS; ++n) await world.as('bo', 'reply', TITLE, wordsOf(n));
});
afterAll(async () => {
  await browser?.close();
  await world?.ends();
});

const drawn = () => phone.page.locator('.post').count();
const post = (n: number) => phone.page.locator('.post', { hasText: `Lärdom ${n}:` });
const isOnScreen = (n: number) => eventually(() => post(n).evaluate((element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}));

describe('a long thread', () => {
  it('opens with its first new posts, and not with all of them', async () => {
    await phone.goes('/threads');
    await phone.opensThread(TITLE);
    await post(0).waitFor();
    expect(await drawn()).toBeLessThan(POSTS);
    await phone.picture('thread-long');
  });

  it('shows the next when one reads on, to the last', async () => {
    await eventually(async () => {
      await phone.page.locator('.post').last().scrollIntoViewIfNeeded();
      return (await post(POSTS - 1).count()) === 1;
    });
    expect(await drawn()).toBe(POSTS);
  });

  it('shows what one writes oneself', async () => {
    await phone.types('composer.title', 'Modet, ja.');
    await phone.sendsPost('Modet, ja.', 2);
  });

  it('opens with its last posts once it is read, and the earlier are a press away', async () => {
    await phone.goes('/threads');
    await phone.page.locator('.row:not([data-unread])', { hasText: TITLE }).waitFor();
    await phone.loads('/threads');
    await phone.opensThread(TITLE);
    await phone.page.locator('.post[data-mine]', { hasText: 'Modet, ja.' }).waitFor();
    const first = await drawn();
    expect(first).toBeLessThan(POSTS);
    expect(await post(0).count()).toBe(0);
    await phone.presses('thread.earlier', { count: POSTS + 1 - first });
    await post(0).waitFor();
  });

  it('is entered at the post that was searched for', async () => {
    await phone.loads('/search');
    await phone.types('search.field', 'Lärdom 7');
    await phone.page.locator('a[href*="#post-"]').first().click();
    await isOnScreen(7);
    expect(await phone.page.evaluate(() => document.activeElement?.textContent)).toContain('Lärdom 7:');
  });
});
