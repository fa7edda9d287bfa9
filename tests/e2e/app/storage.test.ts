// SPDX-License-Identifier: Apache-2.0
// No room, or no place at all: the person is told, keeps what is there, and can take the rest along as a file.
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { eventually, World } from '../../client-lib/wasm/world';
import { aBrowser, Device } from './device';
import { postsFor } from './others';

const THREAD = 'Hur får ni teamet att våga?';

let world: World;
let browser: Browser;

beforeAll(async () => {
  world = await World.like(inject('network'), inject('app'));
  await world.as('bo', 'thread', 'start', THREAD, 'Hos oss vill ingen vara den som hittar felet.');
  browser = await aBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.ends();
});

describe('a device that is full', () => {
  it('says so, keeps every word, offers them as a file, and goes on when there is room', async () => {
    // Only a profile of its own has a quota that can be set.
    const anna = await Device.own(world);
    await anna.signsIn('anna');
    await anna.opensThread(THREAD);
    // Begun anew the log is empty: what it holds already would take no more room when it is written over.
    await anna.page.reload();
    await anna.isUpToDate();
    const quota = await anna.browser.newCDPSession(anna.page);
    const { usage } = await quota.send('Storage.getUsageAndQuota', { origin: world.url });
    await quota.send('Storage.overrideQuotaForOrigin', { origin: world.url, quotaSize: usage + 40_000 });
    await anna.losesNetwork();

    const sent: string[] = [];
    await eventually(async () => {
      const words = `Nummer ${sent.length}. ${'Får det plats? '.repeat(400)}`.trim();
      await anna.types('composer.title', words);
      await anna.presses('composer.send', { people: 2 });
      const full = anna.page.locator('.said[data-error]');
      await anna.page.waitForFunction(() => document.querySelector('.said[data-error]') !== null || document.querySelector<HTMLTextAreaElement>('.composer textarea')?.value === '');
      if (await full.count()) return true;
      sent.push(words);
      return false;
    }, 60_000);
    await anna.sees('reason.DISK_FULL');
    await anna.page.locator('.sync', { hasText: anna.t('sync.full') }).waitFor();
    // The words that found no room are still in the field.
    expect(await anna.field('composer.title').inputValue()).toContain(`Nummer ${sent.length}.`);
    await anna.picture('disk-full');

    await anna.goes('/settings');
    await anna.sees('storage.full');
    const saving = anna.page.waitForEvent('download');
    await anna.presses('export.unsent');
    const saved = JSON.parse(await readFile(await (await saving).path(), 'utf8'));
    expect(saved.writes.filter((write: object) => JSON.stringify(write).includes('Får det plats?'))).toHaveLength(sent.length);
    expect(JSON.stringify(saved.begun)).toContain(`Nummer ${sent.length}.`);

    await quota.send('Storage.overrideQuotaForOrigin', { origin: world.url });
    await anna.opensThread(THREAD);
    await anna.presses('composer.send', { people: 2 });
    await eventually(async () => (await anna.field('composer.title').inputValue()) === '');
    await anna.findsNetwork();
    await anna.isUpToDate();
    const there = await postsFor(world, 'bo', THREAD);
    for (let i = 0; i <= sent.length; ++i) expect(there.filter((text) => text.startsWith(`Nummer ${i}.`))).toHaveLength(1);
    await anna.ends();
  });
});

describe('a browser that keeps nothing', () => {
  it('is used all the same, and what it means is said on every screen', async () => {
    const anna = await Device.own(world, { language: 'fi' }, { profile: { default_content_setting_values: { cookies: 2 } } });
    await anna.signsInWithWaiting('anna');
    await anna.page.locator('.sync', { hasText: anna.t('sync.memory') }).waitFor();
    await anna.page.locator('.sync').click();
    await anna.sees('sync.memoryWhy');
    await anna.picture('memory-only');
    await anna.page.keyboard.press('Escape');
    await anna.goes('/path');
    await anna.page.locator('.waypoint-link').first().click();
    await anna.types('report.tried', 'Soitimme itse.');
    await anna.page.locator('.saved[data-state=unsafe], .saved[data-state=saved]').waitFor();
    await anna.presses('report.send', { coaches: 1 });
    await eventually(async () => {
      await world.as('cecilia', 'sync');
      return JSON.stringify(await world.as('cecilia', 'review')).includes('Anna Annasdotter');
    });
    await anna.ends();
  });
});

describe('the language', () => {
  it('is changed in the settings, at once, and stays', async () => {
    const bo = await Device.in(browser, world);
    await bo.signsIn('bo');
    await bo.goes('/settings');
    for (const [language, title] of [['fi', 'Asetukset'], ['en', 'Settings'], ['sv-FI', 'Inställningar'], ['fi', 'Asetukset']] as const) {
      await bo.page.locator('select').first().selectOption(language);
      await bo.page.getByRole('heading', { level: 1, name: title }).waitFor();
      expect(await bo.page.evaluate(() => document.documentElement.lang)).toBe(language);
    }
    await bo.becomes({ language: 'fi' });
    // The words of the programme come in it as well, and mails will.
    await bo.reads('Kokeilkaa omaa palveluanne asukkaana');
    await bo.isUpToDate();
    await world.as('ordna', 'sync');
    expect(bo.complaints).toEqual([]);
    await bo.ends();
  });
});

