// SPDX-License-Identifier: Apache-2.0
// A leader's phone: the app in a profile of its own, signed in, with all ten thousand posts on its disk and the
// service worker in place.
import type { Page } from 'playwright-core';

import { Device } from '../../e2e/app/device';
import type { World } from '../../client-lib/wasm/world';
import { Browser } from './browser';

// What Today shows when it has content.
export const TODAY = '.today-main';

export async function signedInPhone(world: World, name = 'anna'): Promise<Browser> {
  const browser = await Browser.fresh();
  const device = await Device.on(browser.open, world);
  await device.signsIn(name);
  await device.hasTheApp();
  await device.page.locator(TODAY).waitFor();
  // The app is looked at for a moment, and does what it does when nothing happens (CALM_MS of the library's leader).
  await device.page.waitForTimeout(8_000);
  return browser;
}

// Today as it is with a network, and nothing more to be read.
export async function todayOn(browser: Browser, url: string): Promise<Page> {
  const page = await browser.page();
  await page.goto(url);
  await page.locator(TODAY).waitFor();
  return page;
}
