// SPDX-License-Identifier: Apache-2.0
// The main tasks by keyboard alone, with the focus to be seen at every step: no mouse touches these pages.
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import type { MessageKey } from '../../../app/src/messages';
import { emailOf, eventually, NETWORK, World } from '../../client-lib/wasm/world';
import { aBrowser, Device } from './device';
import { postsFor } from './others';

const THREAD = 'Hur får ni teamet att våga?';

let world: World;
let browser: Browser;
let anna: Device;

beforeAll(async () => {
  world = await World.like(inject('network'), inject('app'));
  await world.as('bo', 'thread', 'start', THREAD, 'Hos oss vill ingen vara den som hittar felet.');
  browser = await aBrowser();
  anna = await Device.in(browser, world, { width: 1440 });
});
afterAll(async () => {
  await browser?.close();
  await world?.ends();
});

// Presses Tab until it has the focus; what has it must look so.
async function tabsTo(wanted: Locator, key = 'Tab'): Promise<void> {
  await wanted.waitFor();
  for (let steps = 0; steps < 120; ++steps) {
    if (await wanted.evaluate((element) => element === document.activeElement)) {
      expect(await wanted.evaluate(looksFocused), await wanted.evaluate((element) => element.outerHTML.slice(0, 200))).toBe(true);
      return;
    }
    await anna.page.keyboard.press(key);
  }
  throw new Error(`not reached by Tab: ${await wanted.evaluate((element) => element.outerHTML.slice(0, 200))}`);
}

function looksFocused(element: Element): boolean {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
}

const tabsToField = (key: MessageKey) => tabsTo(anna.field(key));
const tabsToButton = (key: MessageKey, values?: Record<string, number>) => tabsTo(anna.button(key, values).first());

describe('by keyboard alone, a leader', () => {
  it('signs in', async () => {
    await anna.loads();
    await tabsToField('signIn.network');
    await anna.page.keyboard.type(NETWORK);
    await tabsToField('signIn.email');
    await anna.page.keyboard.type(emailOf('anna'));
    await anna.page.keyboard.press('Enter');
    // The field of the code has the focus of itself.
    await eventually(() => anna.field('signIn.code').evaluate((field) => field === document.activeElement).catch(() => false));
    await anna.page.keyboard.type(await world.codeFor(emailOf('anna')));
    await anna.page.keyboard.press('Enter');
    await anna.isUpToDate();
  });

  it('passes the menu by its first link', async () => {
    await anna.loads();
    await anna.page.keyboard.press('Tab');
    const skip = anna.page.getByRole('link', { name: anna.t('skip') });
    expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true);
    expect((await skip.boundingBox())!.height).toBeGreaterThan(20);
    await anna.page.keyboard.press('Enter');
    await anna.page.keyboard.press('Tab');
    expect(await anna.page.evaluate(() => document.activeElement!.closest('main') !== null)).toBe(true);
  });

  it('writes a report and hands it in', async () => {
    await anna.loads();
    await tabsTo(anna.page.locator('.next .buttons a'));
    await anna.page.keyboard.press('Enter');
    await tabsToField('report.tried');
    await anna.page.keyboard.type('Vi ringde växeln.');
    await tabsToField('report.happened');
    await anna.page.keyboard.type('Elva minuter i kö.');
    await tabsTo(anna.page.getByRole('checkbox', { name: anna.t('report.didNotWork') }));
    await anna.page.keyboard.press('Space');
    await tabsToButton('report.send', { coaches: 1 });
    await anna.page.keyboard.press('Enter');
    await anna.page.locator('.attempt').getByText('Elva minuter i kö.').waitFor();
    await anna.isUpToDate();
    await world.as('cecilia', 'sync');
    expect(JSON.stringify(await world.as('cecilia', 'review'))).toContain('Anna Annasdotter');
  });

  it('answers in a thread, reacts, and changes what she wrote', async () => {
    await anna.loads('/threads');
    await tabsTo(anna.page.locator('.row-link', { hasText: THREAD }));
    await anna.page.keyboard.press('Enter');
    await anna.field('composer.title').waitFor();
    await tabsToButton('react.add');
    await anna.page.keyboard.press('Enter');
    await tabsTo(anna.page.locator('.reaction-choice .ds-button:visible').first());
    await anna.page.keyboard.press('Enter');
    await anna.page.locator('.reaction').first().waitFor();
    await tabsToField('composer.title');
    await anna.page.keyboard.type('Vi ferar varje hinder.');
    await tabsToButton('composer.send', { people: 2 });
    await anna.page.keyboard.press('Enter');
    const mine = anna.page.locator('.post[data-mine]');
    await mine.waitFor();
    await tabsTo(mine.getByRole('button', { name: anna.t('post.more') }), 'Shift+Tab');
    await anna.page.keyboard.press('Enter');
    await tabsTo(mine.getByRole('button', { name: anna.t('post.edit') }));
    await anna.page.keyboard.press('Enter');
    await eventually(() => mine.locator('textarea').evaluate((field) => field === document.activeElement).catch(() => false));
    await anna.page.keyboard.press('Control+A');
    await anna.page.keyboard.type('Vi firar varje hinder.');
    await tabsTo(mine.getByRole('button', { name: anna.t('save'), exact: true }));
    await anna.page.keyboard.press('Enter');
    await mine.getByText('Vi firar varje hinder.').waitFor();
    await anna.isUpToDate();
    expect((await postsFor(world, 'bo', THREAD)).slice(1)).toEqual(['Vi firar varje hinder.']);
  });

  it('opens what stands behind the line at the top, and Escape brings her back to it', async () => {
    await anna.loads();
    const line = anna.page.locator('.sync');
    await tabsTo(line);
    await anna.page.keyboard.press('Enter');
    await anna.page.getByRole('dialog').waitFor();
    expect(await anna.page.evaluate(() => document.activeElement!.closest('dialog') !== null)).toBe(true);
    await anna.page.keyboard.press('Escape');
    await anna.page.getByRole('dialog').waitFor({ state: 'detached' });
    await eventually(() => line.evaluate((button) => button === document.activeElement));
    expect(anna.complaints).toEqual([]);
  });
});
