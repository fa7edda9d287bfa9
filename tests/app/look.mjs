// SPDX-License-Identifier: Apache-2.0
// Looks at every screen of the app in Chromium, as one person, against a server that runs, and leaves pictures:
//
//   node tests/app/look.mjs URL MAILS EMAIL [OUT]
//
// URL: of the server's HTTP port; MAILS: the folder where it puts its mails; EMAIL: who signs in. Pictures of each
// screen at 360 and 1440 px, light and dark, in OUT (build/look). What the page complains about (errors, breaches
// of its policy) and what axe finds ends the run with exit code 1.
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [url, mails, email, out = 'build/look'] = process.argv.slice(2);
if (!url || !mails || !email) {
  console.error('usage: look.mjs URL MAILS EMAIL [OUT]');
  process.exit(2);
}
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const network = process.env.SAMSTIG_NETWORK ?? 'svenskfinland';
const language = process.env.LOOK_LANGUAGE ?? 'sv-FI';
const only = process.env.LOOK_ONLY;
const complaints = [];

async function code() {
  for (const end = Date.now() + 15_000; Date.now() < end; await new Promise((wait) => setTimeout(wait, 50))) {
    for (const name of await readdir(mails)) {
      const mail = await readFile(join(mails, name), 'utf8').catch(() => '');
      const found = /^ *(\d{8})\r?$/m.exec(mail)?.[1];
      if (found && mail.toLowerCase().includes(`to: ${email.toLowerCase()}`)) {
        await rm(join(mails, name));
        return found;
      }
    }
  }
  throw new Error('no mail with a code came');
}

async function picture(page, name, width, scheme) {
  await page.setViewportSize({ width, height: width < 700 ? 780 : 900 });
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await page.waitForTimeout(250);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) complaints.push(`${name} ${width}: ${wide} px too wide`);
  await page.screenshot({ path: join(out, `${name}-${width}-${scheme}.png`), fullPage: true });
  await page.addScriptTag({ path: axe }).catch(() => undefined);
  const found = await page.evaluate(async () => (await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
    .violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 140)).join(' | ')}`));
  for (const one of found) complaints.push(`${name} ${width} ${scheme}: axe ${one}`);
}

async function look(page, name) {
  for (const width of [360, 1440]) for (const scheme of ['light', 'dark']) await picture(page, name, width, scheme);
}

await mkdir(out, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
// axe is put into the page by us, past the policy that the server sends; breaches are still told.
const context = await browser.newContext({ locale: language, serviceWorkers: 'allow', bypassCSP: true });
await context.addInitScript(`
  try { if (!localStorage.getItem('samstig.pref.language')) localStorage.setItem('samstig.pref.language', JSON.stringify(${JSON.stringify(language)})); } catch {}
`);
const page = await context.newPage();
page.on('console', (message) => message.type() === 'error' && complaints.push(`console: ${message.text()}`));
page.on('pageerror', (error) => complaints.push(`error: ${error.stack}`));

for (const name of await readdir(mails)) {
  const mail = await readFile(join(mails, name), 'utf8').catch(() => '');
  if (mail.toLowerCase().includes(`to: ${email.toLowerCase()}`)) await rm(join(mails, name));
}
await page.goto(`${url}/`);
await page.waitForSelector('h1');
if (!only) await look(page, 'sign-in');
await page.locator('input').nth(0).fill(network);
await page.locator('input').nth(1).fill(email);
await page.locator('button[type=submit]').click();
await page.locator('.code-field input').waitFor();
await page.locator('.code-field input').fill(await code());
if (!only) await look(page, 'code');
await page.locator('button[type=submit]').click();
await page.waitForSelector('.sync', { timeout: 20_000 }).catch(async (error) => {
  await page.screenshot({ path: join(out, 'failed.png') });
  console.log([...new Set(complaints)].join('\n'));
  throw error;
});
await page.waitForTimeout(2500);

const go = async (path) => {
  await page.evaluate((to) => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')); }, path);
  await page.waitForSelector('h1');
  await page.waitForTimeout(500);
};
const places = [['today', '/'], ['path', '/path'], ['threads', '/threads'], ['new-thread', '/threads/new'], ['notices', '/notices'], ['people', '/people'],
  ['toolbox', '/toolbox'], ['team', '/team'], ['search', '/search'], ['outbox', '/outbox'], ['settings', '/settings'], ['more', '/more'], ['accessibility', '/accessibility']];
for (const [name, path] of places) {
  if (only && !only.split(',').includes(name)) continue;
  await go(path);
  await look(page, name);
}
for (const [name, list, link] of [['assignment', '/path', '.waypoint-link'], ['thread', '/threads', '.rows .row-link']]) {
  if (only && !only.split(',').includes(name)) continue;
  await go(list);
  const links = await page.locator(link).evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  for (const [at, to] of links.slice(0, 2).entries()) {
    await go(to);
    await look(page, `${name}-${at + 1}`);
  }
}
await browser.close();
for (const one of new Set(complaints)) console.log(one);
console.log(`${new Set(complaints).size} complaints; pictures in ${out}`);
process.exit(complaints.length > 0 ? 1 : 0);
