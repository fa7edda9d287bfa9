// SPDX-License-Identifier: Apache-2.0
// Those who make it work: a municipality asks to join and enrols its leaders from a list, the organiser agrees, a
// coach gives an assignment and answers a report; each sees at once what the other did.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { emailOf, World } from '../../client-lib/wasm/world';
import { aBrowser, Device } from './device';

const NEXT = 'kommunens-ledarstig/4';

let world: World;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samstig-lists-'));
  world = await World.like(inject('network'), inject('app'));
  await world.as('ordna', 'cohort', 'plan', 'kommunens-ledarstig', '--round', '4', '--name', 'sv-FI=Omgång 4', '--enrolment-closes', '+30d', '--starts', '+31d', '--ends', '+150d', '--grace', '14d');
  await world.as('ordna', 'cohort', 'move', NEXT, 'announced');
  await world.as('ordna', 'cohort', 'move', NEXT, 'enrolling');
  browser = await aBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.ends();
  await rm(folder, { recursive: true, force: true });
});

describe('a municipality that wants to join', () => {
  let hanna: Device;
  let ordna: Device;

  beforeAll(async () => {
    hanna = await Device.in(browser, world);
    ordna = await Device.in(browser, world, { width: 1440 });
    await hanna.signsIn('hanna');
    await ordna.signsIn('ordna');
  });
  afterAll(async () => {
    await hanna?.ends();
    await ordna?.ends();
  });

  it('asks for seats, and the organiser, whose page is open, agrees', async () => {
    await ordna.goes('/organiser/requests');
    await hanna.goes('/municipality');
    await hanna.page.getByRole('link', { name: /Omgång 4/ }).first().click();
    await hanna.sees('seats.notAsked');
    await hanna.types('seats.howMany', '3');
    await hanna.presses('seats.ask');
    await hanna.sees('seats.requested', { seats: 3 });
    await hanna.picture('cohort-asked', 'admin');
    const card = ordna.page.locator('.request', { hasText: 'Pargas' }).filter({ hasText: 'Omgång 4' });
    await card.waitFor();
    await ordna.picture('request', 'organiser');
    await card.getByRole('button', { name: ordna.t('requests.agree', { seats: 3 }) }).click();
    await hanna.sees('seats.agreed', { agreed: 3, requested: 3 });
  });

  it('is shown the mistakes of a list before anybody is enrolled', async () => {
    const list = join(folder, 'fel.csv');
    await writeFile(list, 'Namn;E-post\r\nEva Ek;eva@samstig.example\r\n;nils@samstig.example\r\n=1+1;formel@samstig.example\r\n');
    await hanna.page.getByRole('tab', { name: hanna.t('enrol.list') }).click();
    await hanna.page.locator('.enrol-list input[type=file]').setInputFiles(list);
    await hanna.page.getByRole('alert').getByText(hanna.t('enrol.nobodyYet')).waitFor();
    await hanna.picture('enrol-mistakes', 'admin');
    await world.as('hanna', 'sync');
    expect(JSON.stringify(await world.as('hanna', 'enrolments'))).not.toContain('Eva Ek');
  });

  it('enrols all of a list, and the same list a second time enrols nobody twice', async () => {
    const list = join(folder, 'ledare.csv');
    await writeFile(list, '\uFEFFNamn;E-post;Befattning;Sektor\r\nEva Ek;eva@samstig.example;Rektor;Bildning\r\n"Öst, Åke";ake@samstig.example;Chef;Teknik\r\nUlla Ö;ulla@samstig.example;Chef;Vård\r\n');
    const choose = () => hanna.page.locator('.enrol-list input[type=file]').setInputFiles(list);
    await choose();
    await hanna.presses('enrol.sendList', { count: 3 });
    await hanna.sees('enrol.sentList', { count: 3 });
    await hanna.isUpToDate();
    await hanna.picture('enrolled', 'admin');
    await choose();
    await hanna.sees('enrol.allThere');
    await world.as('hanna', 'sync');
    const there = (await world.as('hanna', 'enrolments')) as object[];
    for (const name of ['Eva Ek', 'Öst, Åke', 'Ulla Ö']) {
      expect(there.filter((one) => JSON.stringify(one).includes(name)), name).toHaveLength(1);
    }
    expect([...hanna.complaints, ...ordna.complaints]).toEqual([]);
  });
});

describe('a coach', () => {
  let cecilia: Device;
  let anna: Device;

  beforeAll(async () => {
    cecilia = await Device.in(browser, world, { width: 1440 });
    anna = await Device.in(browser, world);
    await cecilia.signsIn('cecilia');
    await anna.signsIn('anna');
  });
  afterAll(async () => {
    await cecilia?.ends();
    await anna?.ends();
  });

  it('sees a report come, answers it, and the leader reads the answer on the page that she has open', async () => {
    await cecilia.goes('/coach/review');
    await anna.opensAssignment('Pröva er egen tjänst');
    await anna.types('report.tried', 'Vi ringde växeln.');
    await anna.presses('report.send', { coaches: 1 });
    await cecilia.page.locator('main .row-link', { hasText: 'Anna Annasdotter' }).waitFor();
    await cecilia.picture('review', 'coach');
    await cecilia.page.locator('main .row-link', { hasText: 'Anna Annasdotter' }).click();
    await cecilia.reads('Vi ringde växeln.');
    await cecilia.types('answer.label', 'Tack! Vad sade teamet?');
    await cecilia.picture('report', 'coach');
    await cecilia.presses('answer.comment');
    await anna.reads('Tack! Vad sade teamet?');
    expect([...cecilia.complaints, ...anna.complaints]).toEqual([]);
  });

  it('gives an assignment of the library, and the leader\'s page shows it', async () => {
    await anna.goes('/');
    await cecilia.goes('/coach/assignments/library');
    await cecilia.picture('library', 'coach');
    await cecilia.page.getByRole('link', { name: /Fem korta samtal med invånare/ }).first().click();
    await cecilia.types('editor.due', '2099-10-05');
    await cecilia.picture('new-assignment', 'coach');
    await cecilia.presses('editor.post');
    await cecilia.page.getByText(/5 oktober|Fem korta samtal/).first().waitFor();
    await anna.reads('Fem korta samtal med invånare');
    expect([...cecilia.complaints, ...anna.complaints]).toEqual([]);
  });

  it('invites a guest, who sees to what and nobody\'s name, and takes the invitation back', async () => {
    await cecilia.goes('/coach/guests');
    await cecilia.presses('guests.invite');
    await cecilia.sees('guests.lack.subject');
    await cecilia.page.getByText(/Välj en dag som inte har varit/).waitFor();
    await cecilia.types('guests.subject', 'Om mod i vardagen');
    await cecilia.types('guests.day', new Date(Date.now() + 5 * 24 * 3600 * 1000).toISOString().slice(0, 10));
    await cecilia.types('leader.name', 'Gunnar Gäst');
    await cecilia.types('leader.email', emailOf('gunnar'));
    await cecilia.presses('guests.invite');
    const row = cecilia.page.locator('main .row', { hasText: 'Gunnar Gäst' });
    await row.getByText('Om mod i vardagen').waitFor();
    await cecilia.isUpToDate();
    await cecilia.picture('guests', 'coach');

    const gunnar = await Device.in(browser, world);
    await gunnar.signsIn('gunnar');
    await gunnar.reads('Om mod i vardagen');
    expect(await gunnar.page.locator('body').innerText()).not.toMatch(/Anna|Bo Bosson/);
    await gunnar.picture('invitation', 'guest');
    await row.getByRole('button', { name: cecilia.t('guests.endOne', { name: 'Gunnar Gäst' }) }).click();
    await gunnar.sees('guest.over');
    await cecilia.sees('guests.none');
    expect([...cecilia.complaints, ...gunnar.complaints]).toEqual([]);
    await gunnar.ends();
  });
});
