// SPDX-License-Identifier: Apache-2.0
// Draws the icons of the manifest from public/icon.svg, in Chromium, when the mark has changed:
//   node app/build/icons.mjs
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const folder = fileURLToPath(new URL('../public/', import.meta.url));
const svg = readFileSync(`${folder}icon.svg`).toString('base64');
const browser = await chromium.launch({ executablePath: process.env.SAMSTIG_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();
// The platform cuts a maskable icon to its own shape: what must be seen stays within four fifths.
for (const [name, size, part] of [['icon-192', 192, 1], ['icon-512', 512, 1], ['icon-maskable', 512, 0.76]]) {
  await page.setViewportSize({ width: size, height: size });
  const ground = part === 1 ? 'transparent' : '#FAF7F0';
  await page.setContent(`<body style="margin:0;display:grid;place-items:center;height:100vh;background:${ground}"><img width="${size * part}" height="${size * part}" src="data:image/svg+xml;base64,${svg}"></body>`);
  await page.screenshot({ path: `${folder}${name}.png`, omitBackground: true });
}
await browser.close();
