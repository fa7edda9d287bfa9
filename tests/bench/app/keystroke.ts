// SPDX-License-Identifier: Apache-2.0
// Keystroke to saved draft, in the app, with ten thousand posts on the disk: until the word outlives a crash, until
// the page shows it, and until it is a version of the draft in the library's database. The last waits on purpose
// (leader/assignment/desk.ts), so that a sentence is one version.
import type { Page } from 'playwright-core';

import { median, quantile } from './report';
import type { Report } from './report';

const KEYS = 200;
const SAVES = 20;
const BETWEEN_KEYS_MS = 40;
// kPauseMs of the desk.
const PAUSE_MS = 900;

interface Noted {
  kept: number[];
  shown: number[];
}

// Runs in the page: for each keystroke, how long after it the text was in localStorage and then on the screen.
function noteKeys(): void {
  const noted: Noted = ((window as unknown as { noted: Noted }).noted = { kept: [], shown: [] });
  // After React, which listens below.
  window.addEventListener('input', (event) => {
    const text = (event.target as HTMLTextAreaElement).value;
    const kept = Object.keys(localStorage).some((key) => key.startsWith('samstig.kept.draft') && localStorage.getItem(key)!.includes(text));
    if (!kept) throw new Error('a keystroke was not kept');
    noted.kept.push(performance.now() - event.timeStamp);
    requestAnimationFrame(() => setTimeout(() => noted.shown.push(performance.now() - event.timeStamp)));
  });
}

// Milliseconds from a keystroke until the page says that the draft is saved.
async function saveOnce(page: Page): Promise<number> {
  return page.evaluate(() => new Promise<number>((resolve) => {
    const field = document.getElementById('report-tried') as HTMLTextAreaElement;
    const state = document.querySelector('.saved')!;
    const start = performance.now();
    const watcher = new MutationObserver(() => {
      if (state.getAttribute('data-state') !== 'saved') return;
      watcher.disconnect();
      resolve(performance.now() - start);
    });
    watcher.observe(state, { attributes: true });
    // As a browser does it: React hears of a value that was set through the element's own setter.
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!.set!.call(field, `${field.value}.`);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }));
}

export async function keystroke(page: Page, url: string, report: Report): Promise<void> {
  report.say('keystroke to saved draft');
  await page.goto(`${url}/path`);
  await page.locator('.waypoint-link').first().click();
  await page.locator('#report-tried').click();
  await page.evaluate(noteKeys);
  for (let n = 0; n < KEYS; ++n) await page.keyboard.type(n % 6 === 5 ? ' ' : 'o', { delay: BETWEEN_KEYS_MS });
  const { kept, shown } = await page.evaluate(() => (window as unknown as { noted: Noted }).noted);
  if (kept.length !== KEYS) throw new Error(`${kept.length} keystrokes arrived, and not ${KEYS}`);
  await page.locator('.saved[data-state=saved]').waitFor();
  const saved: number[] = [];
  for (let n = 0; n < SAVES; ++n) saved.push((await saveOnce(page)) - PAUSE_MS);
  const row = (metric: string, values: number[]) => {
    report.add({ metric: `${metric}, p50`, value: median(values), unit: 'ms' });
    report.add({ metric: `${metric}, p99`, value: quantile(values, 0.99), unit: 'ms' });
  };
  row('keystroke to kept (outlives a crash)', kept);
  row('keystroke to the screen', shown);
  row('draft saved in the database, after the pause of 900 ms', saved);
}
