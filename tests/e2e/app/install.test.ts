// SPDX-License-Identifier: Apache-2.0
// What a browser asks of an app before it offers to install it: a manifest without mistakes, icons that are what it says
// they are, a page that a service worker answers for without a network.
import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { World } from '../../client-lib/wasm/world';
import { Device } from './device';

interface Icon {
  src: string;
  sizes: string;
  type: string;
  purpose?: string;
}
interface Manifest {
  id: string;
  name: string;
  short_name: string;
  start_url: string;
  scope: string;
  display: string;
  lang: string;
  icons: Icon[];
}

let world: World;
let phone: Device;
let line: CDPSession;
let manifest: Manifest;

beforeAll(async () => {
  world = await World.like(inject('network'), inject('app'));
  phone = await Device.own(world);
  await phone.loads();
  await phone.hasTheApp();
  line = await phone.browser.newCDPSession(phone.page);
});
afterAll(async () => {
  await phone?.ends();
  await world?.ends();
});

describe('the app', () => {
  it('can be installed', async () => {
    const { installabilityErrors } = await line.send('Page.getInstallabilityErrors');
    expect(installabilityErrors).toEqual([]);
  });

  it('has a manifest without mistakes', async () => {
    const { url, errors, data } = await line.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    expect(url).toBe(`${phone.url}/manifest.webmanifest`);
    manifest = JSON.parse(data!) as Manifest;
    expect(manifest).toMatchObject({ short_name: 'Samstig', start_url: '/', scope: '/', display: 'standalone', lang: expect.stringMatching(/^sv/) as string });
  });

  it('has the icons that it names, in their sizes', async () => {
    const drawn = await phone.page.evaluate((icons) => Promise.all(icons.map(async ({ src }) => {
      const response = await fetch(src);
      const image = new Image();
      image.src = src;
      await image.decode();
      return { src, type: response.headers.get('content-type'), size: `${image.naturalWidth}x${image.naturalHeight}` };
    })), manifest.icons);
    for (const { src, type, sizes } of manifest.icons) {
      const seen = drawn.find((one) => one.src === src)!;
      expect(seen.type).toBe(type);
      if (sizes !== 'any') expect(seen.size).toBe(sizes);
    }
    const sizesFor = (purpose: string) => manifest.icons.filter((icon) => (icon.purpose ?? 'any').split(' ').includes(purpose)).map(({ sizes }) => sizes);
    expect(sizesFor('any')).toEqual(expect.arrayContaining(['192x192', '512x512']));
    expect(sizesFor('maskable')).toContain('512x512');
  });

  it('opens at its start address without a network', async () => {
    await phone.losesNetwork();
    await phone.loads(manifest.start_url);
    await phone.findsNetwork();
    expect(phone.complaints).toEqual([]);
  });
});
