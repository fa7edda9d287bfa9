// SPDX-License-Identifier: Apache-2.0
// A leader on the bus: writes without a network, the phone goes off and on, and all of it arrives, once.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { eventually, World } from '../../client-lib/wasm/world';
import { Between } from './between';
import { aBrowser, Device } from './device';

const TASK = 'Pröva er egen tjänst';

let world: World;
let office: Browser;
let coach: Device;

beforeAll(async () => {
  world = await World.like(inject('network'), inject('app'));
  office = await aBrowser();
  coach = await Device.in(office, world, { width: 1440 });
  await coach.signsIn('cecilia');
});
afterAll(async () => {
  await office?.close();
  await world?.ends();
});

interface Report {
  leader: string;
  tried: string;
  happened: string;
}
const reports = async (): Promise<Report[]> => {
  await world.as('cecilia', 'sync');
  return world.as('cecilia', 'review');
};

describe('on the bus', () => {
  it('a report written without a network, through a reload and a restart of the browser, is handed in later', async () => {
    await coach.goes('/notices');
    const anna = await Device.own(world);
    await anna.signsIn('anna');
    await anna.hasTheApp();
    await anna.losesNetwork();
    await anna.opensAssignment(TASK);
    await anna.types('report.tried', 'Vi ringde växeln själva.');
    await anna.page.locator('.saved[data-state=saved]').waitFor();
    await anna.sees('sync.waitsForNetwork', { count: 1 });
    await anna.picture('assignment-offline');

    await anna.page.reload();
    await eventually(async () => (await anna.field('report.tried').inputValue()) === 'Vi ringde växeln själva.');
    await anna.types('report.happened', 'Det tog elva minuter.');
    await anna.page.locator('.saved[data-state=saved]').waitFor();

    await anna.closes();
    await anna.opens();
    await anna.losesNetwork();
    await anna.loads();
    await anna.page.locator('.next-title', { hasText: TASK }).waitFor();
    await anna.opensAssignment(TASK);
    await eventually(async () => (await anna.field('report.happened').inputValue()) === 'Det tog elva minuter.');
    expect(await anna.field('report.tried').inputValue()).toBe('Vi ringde växeln själva.');
    await anna.presses('report.send', { coaches: 1 });
    await anna.sees('report.sent');
    await anna.goes('/outbox');
    await anna.page.locator('.item').first().waitFor();
    await anna.picture('outbox-waiting');
    expect(await reports()).toEqual([]);

    await anna.findsNetwork();
    await anna.isUpToDate();
    await anna.sees('outbox.empty');
    // The coach's page, open all the while, tells of it.
    await coach.reads(/Anna Annasdotter lämnade in Pröva er egen tjänst/);
    const [report, ...more] = await reports();
    expect(more).toEqual([]);
    expect(JSON.stringify(report)).toContain('Anna Annasdotter');
    expect(anna.complaints).toEqual([]);
    await anna.ends();
  });

  it('a report is handed in once, though the server was killed with it in its hands', async () => {
    const line = await Between.stands(world);
    const bo = await Device.in(office, world, { from: line.url });
    await bo.signsIn('bo');
    await bo.opensAssignment(TASK);
    await bo.types('report.tried', 'Vi bokade en gymnastiksal.');
    await bo.page.locator('.saved[data-state=saved]').waitFor();
    await bo.isUpToDate();

    // The server has it on its disk; the answer never comes.
    let killed: Promise<void> | undefined;
    line.fate = (path) => (path.endsWith('/Push') ? 'unanswered' : 'through');
    line.answered = (path) => {
      if (path.endsWith('/Push')) killed ??= world.stops('SIGKILL');
    };
    await bo.presses('report.send', { coaches: 1 });
    await bo.sees('report.sent');
    await eventually(() => killed !== undefined);
    await killed;
    await bo.sees('sync.waitsForNetwork', { count: 1 });
    await bo.page.locator('.attempt').getByText('Vi bokade en gymnastiksal.').waitFor();

    line.fate = () => 'through';
    line.answered = () => undefined;
    await world.starts();
    await bo.page.locator('.sync').click();
    await bo.presses('sync.tryNow');
    await bo.page.keyboard.press('Escape');
    await bo.isUpToDate();
    const own = (await reports()).filter((report) => JSON.stringify(report).includes('Bo Bosson'));
    expect(own).toHaveLength(1);
    expect(await bo.page.locator('.attempt').count()).toBe(1);
    expect(bo.complaints).toEqual([]);
    await bo.ends();
    await line.goes();
  });

  it('the coach was told of both, and nothing of it was a mistake', async () => {
    await coach.reads(/Bo Bosson lämnade in Pröva er egen tjänst/);
    expect(coach.complaints).toEqual([]);
  });
});
