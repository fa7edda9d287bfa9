// SPDX-License-Identifier: Apache-2.0
// The same as ../node/conformance.test.ts, in a browser: another engine runs the same WebAssembly.
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { Browser } from '../browser';
import { framesOf } from '../transcript';
import { World } from '../world';

const FOLDER = new URL('../../../contract/transcripts/', import.meta.url);

let world: World;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  world = await World.make(inject('pageFolder'));
  browser = await Browser.make();
  page = await browser.tab(world);
});
afterAll(async () => {
  await browser?.ends();
  await world?.ends();
});

describe('in Chromium, the core says what the native one says', () => {
  it.each(readdirSync(FOLDER).filter((name) => name.endsWith('.txt')))('%s', async (name) => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    expect(await page.evaluate((words) => window.replay(words), text)).toEqual(framesOf(text));
  });
});
