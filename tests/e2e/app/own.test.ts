// SPDX-License-Identifier: Apache-2.0
// What is one's own: who was sent it, how long it is kept, files that are not sent yet, hints about others who are
// named in it; and erasing all of it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';

import type { MessageKey } from '../../../app/src/messages';
import { emailOf, eventually, NETWORK, World } from '../../client-lib/wasm/world';
import { aBrowser, Device } from './device';

const TASK = 'Pröva er egen tjänst';
const COURAGE = 'Hur får ni teamet att våga?';
const MEETINGS = 'Vilka möten har ni slutat med?';

let world: World;
let browser: Browser;
let folder: string;
const devices = new Map<string, Device>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samstig-files-'));
  world = await World.like(inject('network'), inject('app'));
  await world.as('bo', 'thread', 'start', COURAGE, 'Hos oss vill ingen vara den som hittar felet.');
  browser = await aBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.ends();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => expect([...devices.values()].flatMap(({ complaints }) => complaints)).toEqual([]));

// One device for each in all of these stories: nobody is sent more than a few codes an hour.
async function deviceOf(name: string): Promise<Device> {
  let device = devices.get(name);
  if (!device) {
    devices.set(name, (device = await Device.in(browser, world)));
    await device.signsIn(name);
  }
  return device;
}

describe('what a leader wrote', () => {
  it('is seen to have gone to a coach\'s device, with the day, while the page is open', async () => {
    const anna = await deviceOf('anna');
    await anna.goes('/settings');
    await anna.page.getByRole('link', { name: anna.t('own.readers') }).click();
    await anna.sees('readers.none');
    await anna.picture('readers-none');
    await anna.opensAssignment(TASK);
    await anna.types('report.tried', 'Vi ringde växeln.');
    await anna.presses('report.send', { coaches: 1 });
    // Up to date it was before, too.
    await anna.page.locator('.attempt').getByText(anna.t('attempt.submitted')).waitFor();
    await anna.isUpToDate();
    await anna.goes('/own/readers');
    await world.as('cecilia', 'sync');
    const line = anna.page.locator('.read-by', { hasText: 'Cecilia Coach' });
    await line.waitFor();
    expect(await line.locator('.days li').allInnerTexts()).toEqual([new Date().toLocaleDateString('sv-FI', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })]);
    await anna.picture('readers-some');
  });

  it('keeps its files through a reload until it is sent', async () => {
    const minutes = join(folder, 'protokoll.txt');
    await writeFile(minutes, 'Fem punkter.');
    const anna = await deviceOf('anna');
    await anna.opensThread(COURAGE);
    await anna.types('composer.title', 'Så här gör vi.');
    await anna.page.locator('.composer input[type=file]').last().setInputFiles(minutes);
    const file = anna.page.locator('.composer .file', { hasText: 'protokoll.txt' });
    await file.waitFor();
    await anna.page.reload();
    await file.waitFor();
    expect(await anna.field('composer.title').inputValue()).toBe('Så här gör vi.');
    await anna.picture('file-after-reload');
    await anna.presses('composer.send', { people: 2 });
    await file.waitFor({ state: 'detached' });
    await anna.isUpToDate();
    const bo = await deviceOf('bo');
    await bo.opensThread(COURAGE);
    const saving = bo.page.waitForEvent('download');
    await bo.page.locator('.post', { hasText: 'Så här gör vi.' }).getByRole('button', { name: bo.t('file.save') }).click();
    expect((await saving).suggestedFilename()).toBe('protokoll.txt');
  });

  it('is looked over for the numbers of others, on the device alone', async () => {
    const anna = await deviceOf('anna');
    await anna.opensThread(COURAGE);
    await anna.types('composer.title', 'Ring henne på 040-123 4567, hon heter 131052-308T.');
    await anna.sees('third.note', { what: `${anna.t('third.identityCode')} och ${anna.t('third.phone')}` });
    await anna.picture('third-persons');
    await anna.types('composer.title', 'Ring henne, en av våra enhetschefer.');
    await anna.page.locator('.composer .ds-alert').waitFor({ state: 'detached' });
    await anna.types('composer.title', '');
  });
});

describe('how long things are kept', () => {
  it('is set by an organiser and told to everybody', async () => {
    const ordna = await deviceOf('ordna');
    const anna = await deviceOf('anna');
    await anna.goes('/own/retention');
    await anna.sees('retention.forGood');
    expect(await anna.button('retention.change').count()).toBe(0);
    await ordna.goes('/own/retention');
    await ordna.presses('retention.change');
    const days = (what: MessageKey) => ordna.page.getByLabel(ordna.t('retention.days', { what: ordna.t(what) }), { exact: true });
    await days('retention.work').fill('7');
    expect(await ordna.button('retention.set').isDisabled()).toBe(true);
    await days('retention.work').fill('730');
    await days('retention.people').fill('90');
    await ordna.picture('retention-change', 'organiser');
    await ordna.presses('retention.set');
    await ordna.sees('retention.afterCohort', { time: '2 år' });
    await anna.sees('retention.afterCohort', { time: '2 år' });
    await anna.sees('retention.afterPerson', { time: '90 dagar' });
    await anna.picture('retention-set');
  });
});

describe('a learning coach who is also a municipality\'s administrator', () => {
  it('is known as such to those who walk along, and what it means for each of them', async () => {
    await world.as('ordna', 'invite', emailOf('cecilia'), '--name', 'Cecilia Coach', '--role', 'admin', '--at', '710');
    const anna = await deviceOf('anna');
    await anna.goes('/people');
    const note = (device: Device) => device.page.locator('li', { hasText: 'Cecilia Coach' }).locator('.other-hat');
    await note(anna).getByText(anna.t('hats.coachAdmin')).waitFor();
    expect(await note(anna).innerText()).toContain('Raseborg');
    await anna.picture('people-two-hats');
    const bo = await deviceOf('bo');
    await bo.goes('/people');
    await note(bo).getByText(bo.t('hats.yourEmployer')).waitFor();
  });
});

describe('somebody who wants to be gone', () => {
  it('sees what there is, chooses what becomes of it, confirms by a code, and leaves nothing', async () => {
    await world.as('bo', 'sync');
    await world.as('bo', 'thread', 'start', MEETINGS, 'Vi har slutat med måndagsmötet.');
    await world.as('bo', 'submit', 'prova-tjansten', '--tried', 'Vi bokade en sal.');
    await world.as('operator', 'backup', NETWORK);
    const anna = await deviceOf('anna');
    await anna.opensThread(COURAGE);
    await anna.reads('Bo Bosson');
    const bo = await deviceOf('bo');
    await bo.goes('/settings');
    await bo.page.getByRole('link', { name: bo.t('own.erase') }).click();
    await bo.sees('erase.posts', { count: 2, threads: 2 });
    await bo.sees('erase.backups', { count: 1 });
    await bo.sees('erase.chooseFirst');
    expect(await bo.button('signIn.ask').isDisabled()).toBe(true);
    await bo.page.getByRole('group', { name: bo.t('erase.ofPosts') }).getByLabel(bo.t('erase.delete')).check();
    await bo.page.getByRole('group', { name: bo.t('erase.ofWork') }).getByLabel(bo.t('erase.anonymise')).check();
    await bo.page.getByText(bo.t('erase.single')).click();
    await bo.page.getByLabel(COURAGE).selectOption({ label: bo.t('erase.keepRole') });
    await bo.picture('erase-choices');
    await bo.types('signIn.email', emailOf('bo'));
    await bo.presses('signIn.ask');
    const code = await world.codeFor(emailOf('bo'));
    await bo.types('signIn.code', code === '12345678' ? '87654321' : '12345678');
    await bo.presses('erase.do');
    await bo.page.getByRole('alert').getByText(bo.t('reason.WRONG_CODE')).waitFor();
    await bo.types('signIn.code', code);
    await bo.picture('erase-code');
    await bo.presses('erase.do');
    await bo.sees('erase.done');
    await bo.sees('erase.backups', { count: 1 });
    await bo.picture('erased');

    // Whoever has the thread open sees the role in place of the name; the other thread's words are gone.
    await anna.page.locator('.post').first().getByText(anna.t('person.aLeader')).waitFor();
    await anna.reads('Hos oss vill ingen vara den som hittar felet.');
    expect(await anna.page.getByText('Bo Bosson').count()).toBe(0);
    await anna.picture('erased-author');

    await bo.presses('erase.clear');
    await bo.field('signIn.email').waitFor();
    expect(await bo.field('signIn.email').inputValue()).toBe('');
    // Nobody is there to sign in as any more.
    await eventually(() => world.as('bo', 'sync').then(() => false, () => true));
  });

  it('cannot be the only organiser, and without a network is told that this needs one', async () => {
    const ordna = await deviceOf('ordna');
    await ordna.goes('/own/erase');
    await ordna.sees('erase.lastOrganiser');
    expect(await ordna.button('signIn.ask').isDisabled()).toBe(true);
    await ordna.picture('erase-last-organiser', 'organiser');
    await ordna.goes('/settings');
    await ordna.losesNetwork();
    await ordna.goes('/own/erase');
    await ordna.reads(ordna.t('erase.network'));
    await ordna.findsNetwork();
    await ordna.presses('again');
    await ordna.sees('erase.lastOrganiser');
  });
});
