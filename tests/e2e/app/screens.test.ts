// SPDX-License-Identifier: Apache-2.0
// Every screen in every role, looked at as WCAG asks: by axe, in light and dark, narrow and wide, in Swedish and
// Finnish; nothing too wide, nothing too small to hit, nothing lost at 200 per cent. Leaves a picture of each.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { World } from '../../client-lib/wasm/world';
import { aBrowser, Device } from './device';
import { axeFinds, moves, tooSmall, tooWideBy } from './eyes';

let world: World;
let browser: Browser;

beforeAll(async () => {
  world = await World.like(inject('network'), inject('app'));
  await someLife();
  browser = await aBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.ends();
});

// So that the screens have something to show: a report that was returned, a thread, an announcement, a tool.
async function someLife(): Promise<void> {
  await world.signsIn('anna');
  await world.as('anna', 'submit', 'prova-tjansten', '--tried', 'Vi ringde växeln.', '--happened', 'Elva minuter i kö.', '--insight', 'Väntan känns längre än den är.', '--next', 'Vi ringer igen i maj.');
  await world.as('bo', 'submit', 'prova-tjansten', '--tried', 'Vi bokade en sal.', '--happened', 'Det gick.', '--did-not-work');
  await world.as('cecilia', 'sync');
  const reports: { id: string; person?: unknown }[] = await world.as('cecilia', 'review');
  // One of them waits for an answer still.
  for (const { id } of reports.slice(0, 1)) await world.as('cecilia', 'feedback', id, 'Tack! Försök **en gång till**, på finska.', '--return');
  await world.as('cecilia', 'assign', 'lyssna-pa-invanare', '--due', '+28d');
  await world.as('cecilia', 'announce', 'kommunens-ledarstig/3', 'Välkomna', 'Första träffen är på *torsdag*.');
  await world.as('bo', 'thread', 'start', 'Hur får ni teamet att våga?', 'Hos oss vill ingen vara den som hittar felet.');
  await world.as('anna', 'sync');
  await world.as('anna', 'reply', 'Hur får ni teamet att våga?', 'Vi firar varje hinder, med bulle.');
  await world.as('bo', 'reply', 'Hur får ni teamet att våga?', 'Det ska vi prova!', '--mention', 'Anna Annasdotter');
  await world.as('anna', 'tool', 'save', 'Ring din egen växel', 'Varje kvartal.');
  await world.as('anna', 'team', 'save', 'Fritid', 'Nio personer.', '--size', '9').catch(() => undefined);
}

interface Screen {
  name: string;
  opens: (device: Device) => Promise<void>;
}
const at = (name: string, path: string): Screen => ({ name, opens: (device) => device.goes(path) });
const first = (name: string, list: string, link: string): Screen => ({
  name,
  opens: async (device) => {
    await device.goes(list);
    await device.page.locator(link).first().click();
    await device.page.waitForFunction((before) => location.pathname !== before, list);
  },
});

const everybody: Screen[] = [
  at('today', '/'), at('path', '/path'), at('threads', '/threads'), at('new-thread', '/threads/new'), at('notices', '/notices'),
  at('people', '/people'), at('toolbox', '/toolbox'), at('team', '/team'), at('search', '/search'), at('outbox', '/outbox'),
  at('settings', '/settings'), at('readers', '/own/readers'), at('retention', '/own/retention'), at('erase', '/own/erase'), at('more', '/more'), at('accessibility', '/accessibility'),
  first('assignment', '/path', '.waypoint-link'), first('thread', '/threads', '.row-link'),
];
const roles: { role: string; who: string; screens: Screen[] }[] = [
  { role: 'leader', who: 'anna', screens: everybody },
  {
    role: 'coach', who: 'cecilia', screens: [
      at('board', '/coach'), at('review', '/coach/review'), first('report', '/coach/review', 'main .row-link'), at('assignments', '/coach/assignments'),
      at('library', '/coach/assignments/library'), at('new-assignment', '/coach/assignments/new'), at('groups', '/coach/groups'), at('moderation', '/coach/moderation'),
      at('announcements', '/coach/announcements'), at('guests', '/coach/guests'), at('figures', '/coach/figures'), at('notices', '/notices'),
    ],
  },
  {
    role: 'admin', who: 'hanna', screens: [
      at('cohorts', '/municipality'), first('cohort', '/municipality', 'main a[href^="/municipality/cohorts/"]'), at('people', '/municipality/people'),
      at('figures', '/municipality/figures'), at('terms', '/municipality/terms'),
    ],
  },
  {
    role: 'organiser', who: 'ordna', screens: [
      at('overview', '/organiser'), at('requests', '/organiser/requests'), at('cohorts', '/organiser/cohorts'), at('new-cohort', '/organiser/cohorts/new'),
      first('cohort', '/organiser/cohorts', 'main a[href^="/organiser/cohorts/"]:not([href$="/new"])'), at('programmes', '/organiser/programmes'),
      first('programme', '/organiser/programmes', 'main a[href^="/organiser/programmes/"]'), at('municipalities', '/organiser/municipalities'),
      at('people', '/organiser/people'), at('invite', '/organiser/invite'), at('terms', '/organiser/terms'),
    ],
  },
];

async function look(device: Device, screen: Screen, role: string): Promise<string[]> {
  await screen.opens(device);
  await device.rests();
  await device.picture(screen.name, role);
  const found = (await axeFinds(device.page)).map((one) => `axe ${one}`);
  const wide = await tooWideBy(device.page);
  if (wide > 0) found.push(`${wide} px too wide`);
  found.push(...(await tooSmall(device.page)).map((one) => `too small: ${one}`));
  return found.map((one) => `${screen.name}: ${one}`);
}

describe.each(roles)('the screens of a $role', ({ role, who, screens }) => {
  let device: Device;

  beforeAll(async () => {
    device = await Device.in(browser, world);
    await device.signsIn(who);
  });
  afterAll(() => device?.ends());

  it.each([
    ['sv-FI', 'light', 360], ['sv-FI', 'dark', 1440], ['fi', 'dark', 360], ['fi', 'light', 1440],
    ['sv-FI', 'dark', 360], ['sv-FI', 'light', 1440], ['fi', 'light', 360], ['fi', 'dark', 1440],
  ] as const)('in %s, %s, %i px', async (language, theme, width) => {
    await device.becomes({ language, theme, width });
    await device.isUpToDate();
    const found: string[] = [];
    for (const screen of screens) found.push(...(await look(device, screen, role)));
    expect(found).toEqual([]);
    expect(device.complaints).toEqual([]);
  });

  it('at 200 per cent, of all or of the text, need no scrolling sideways', async () => {
    const found: string[] = [];
    for (const screen of screens) {
      for (const [what, width, size] of [['1440 px', 720, '100%'], ['640 px', 320, '100%'], ['text', 1440, '200%']] as const) {
        await device.page.setViewportSize({ width, height: 800 });
        if (what === '1440 px') await screen.opens(device);
        await device.page.evaluate((percent) => void (document.documentElement.style.fontSize = percent), size);
        await device.rests();
        const wide = await tooWideBy(device.page);
        if (wide > 0) found.push(`${screen.name}, ${what} at ${width}: ${wide} px`);
      }
      await device.page.evaluate(() => void (document.documentElement.style.fontSize = ''));
    }
    expect(found).toEqual([]);
  });

  it('do not move for those who asked for less of it', async () => {
    await device.page.emulateMedia({ reducedMotion: 'reduce' });
    const found: string[] = [];
    for (const screen of screens) {
      await screen.opens(device);
      found.push(...(await moves(device.page)).map((one) => `${screen.name}: ${one}`));
    }
    expect(found).toEqual([]);
  });
});
