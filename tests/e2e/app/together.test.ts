// SPDX-License-Identifier: Apache-2.0
// Several at once: two tabs, two devices with the same draft, and a coach whose word comes while one looks.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { eventually, World } from '../../client-lib/wasm/world';
import { aBrowser, Device } from './device';

const TASK = 'Pröva er egen tjänst';

let world: World;
let browser: Browser;
let phone: Device;
let computer: Device;

beforeAll(async () => {
  world = await World.like(inject('network'), inject('app'));
  browser = await aBrowser();
  phone = await Device.in(browser, world);
  await phone.signsIn('anna');
});
afterAll(async () => {
  await browser?.close();
  await world?.ends();
});

const saved = (device: Device) => device.page.locator('.saved[data-state=saved]').waitFor();
const holds = (device: Device, field: 'report.tried' | 'report.happened', text: string) =>
  eventually(async () => (await device.field(field).inputValue()) === text);

describe('what others do', () => {
  it('shows on a page that is open: a new assignment', async () => {
    await phone.goes('/');
    await world.as('cecilia', 'assign', 'lyssna-pa-invanare', '--due', '+28d');
    await phone.reads('Fem korta samtal med invånare');
  });

  it('shows on a page that is open: a thread, and an answer in it', async () => {
    await phone.goes('/threads');
    await world.as('bo', 'thread', 'start', 'Hur får ni teamet att våga?', 'Hos oss vill ingen vara den som hittar felet.');
    await phone.reads('Hur får ni teamet att våga?');
    await phone.opensThread('Hur får ni teamet att våga?');
    await world.as('bo', 'reply', 'Hur får ni teamet att våga?', 'Vi firar varje hinder, med bulle.');
    await phone.reads('Vi firar varje hinder, med bulle.');
    await phone.types('composer.title', 'Chefen börjar.');
    await phone.sendsPost('Chefen börjar.', 2);
    await world.as('bo', 'sync');
    expect(JSON.stringify(await world.as('bo', 'read', 'Hur får ni teamet att våga?'))).toContain('Chefen börjar.');
  });
});

describe('two tabs', () => {
  let first: Page;
  let second: Page;

  it('show the same draft', async () => {
    await phone.opensAssignment(TASK);
    first = phone.page;
    second = await phone.opensTab(new URL(first.url()).pathname);
    phone.looksAt(first);
    await phone.types('report.tried', 'I den första fliken.');
    await saved(phone);
    phone.looksAt(second);
    await holds(phone, 'report.tried', 'I den första fliken.');
  });

  it('keep what was typed in the one that is closed in the middle of a word', async () => {
    phone.looksAt(first);
    await phone.page.getByLabel(phone.t('report.happened'), { exact: true }).pressSequentially('Elva minuter i kö');
    await first.close();
    phone.looksAt(second);
    await holds(phone, 'report.happened', 'Elva minuter i kö');
    // And the one that is left goes on, whoever led.
    await phone.types('report.happened', 'Elva minuter i kö, sedan gick det.');
    await saved(phone);
    await phone.isUpToDate();
    await world.signsIn('anna');
    await world.as('anna', 'sync');
    expect(JSON.stringify(await world.as('anna', 'read', 'prova-tjansten'))).toContain('sedan gick det');
  });

  it('keep what is typed into a thread in either of them', async () => {
    await phone.opensThread('Hur får ni teamet att våga?');
    const third = await phone.opensTab(new URL(second.url()).pathname);
    await phone.field('composer.title').pressSequentially('Vi provade');
    await third.close();
    phone.looksAt(second);
    await eventually(async () => (await phone.field('composer.title').inputValue()) === 'Vi provade');
    await phone.field('composer.title').fill('Vi provade, och det gick.');
    await phone.presses('composer.send', { people: 2 });
    await phone.page.locator('.post[data-mine]', { hasText: 'Vi provade, och det gick.' }).waitFor();
    expect(await phone.field('composer.title').inputValue()).toBe('');
    await phone.opensAssignment(TASK);
  });
});

describe('two devices', () => {
  it('that write the same draft without a network both keep their words, side by side', async () => {
    computer = await Device.in(browser, world, { width: 1440 });
    await computer.signsIn('anna');
    await computer.opensAssignment(TASK);
    await holds(computer, 'report.happened', 'Elva minuter i kö, sedan gick det.');
    for (const device of [phone, computer]) await device.losesNetwork();
    await phone.types('report.tried', 'På telefonen: vi ringde.');
    await computer.types('report.tried', 'På datorn: vi skrev brev.');
    for (const device of [phone, computer]) await saved(device);
    await phone.findsNetwork();
    await phone.isUpToDate();
    await computer.findsNetwork();
    for (const device of [phone, computer]) {
      await device.page.getByRole('group', { name: device.t('versions.title') }).waitFor();
      const texts = await device.page.locator('.version').allInnerTexts();
      expect(texts, texts.join('\n---\n')).toHaveLength(2);
      expect(texts.join()).toContain('På telefonen: vi ringde.');
      expect(texts.join()).toContain('På datorn: vi skrev brev.');
      await device.picture('two-versions');
    }
  });

  it('and one text can be made of them, with all words of both', async () => {
    await computer.presses('versions.both');
    await computer.isUpToDate();
    await phone.page.getByRole('group', { name: phone.t('versions.title') }).waitFor({ state: 'detached' });
    await eventually(async () => {
      const text = await phone.field('report.tried').inputValue();
      return text.includes('På telefonen: vi ringde.') && text.includes('På datorn: vi skrev brev.');
    });
    expect([...phone.complaints, ...computer.complaints]).toEqual([]);
  });
});
