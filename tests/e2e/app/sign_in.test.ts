// SPDX-License-Identifier: Apache-2.0
// The way in: a code from the mail, a link, a wrong code; and the way out of a computer that is not one's own.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';

import { emailOf, eventually, NETWORK, World } from '../../client-lib/wasm/world';
import { aBrowser, Device } from './device';
import { MailServer } from './mail_server';

let world: World;
let browser: Browser;
let anna: Device;

beforeAll(async () => {
  world = await World.like(inject('network'), inject('app'));
  browser = await aBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.ends();
});

async function aDevice(): Promise<Device> {
  anna = await Device.in(browser, world);
  await anna.loads();
  return anna;
}
afterEach(async () => {
  const { complaints } = anna;
  await anna.ends();
  expect(complaints).toEqual([]);
});

const kept = (device: Device) => device.page.evaluate(async () => {
  const root = await navigator.storage.getDirectory();
  const names: string[] = [];
  const walk = async (folder: FileSystemDirectoryHandle, path: string) => {
    for await (const entry of (folder as unknown as { values(): AsyncIterable<FileSystemHandle> }).values()) {
      if (entry.kind === 'directory') await walk(entry as FileSystemDirectoryHandle, `${path}${entry.name}/`);
      else {
        const file = await (entry as FileSystemFileHandle).getFile();
        names.push(`${path}${entry.name}\n${await file.text()}`);
      }
    }
  };
  await walk(root, '');
  return { files: names.join('\n'), storage: JSON.stringify({ ...localStorage }) };
});

describe('a leader who has been invited', () => {
  it('signs in with the code from the mail and sees what is next', async () => {
    await aDevice();
    await anna.picture('sign-in');
    await anna.asksForCode('anna');
    await anna.picture('code');
    await anna.types('signIn.code', await world.codeFor(emailOf('anna')));
    await anna.presses('signIn.go');
    await anna.isUpToDate();
    await anna.page.locator('.next-title', { hasText: 'Pröva er egen tjänst' }).waitFor();
    expect(new URL(anna.page.url()).pathname).toBe('/');
  });

  it('signs in by the link in a mail that a real mail server brought', async () => {
    const post = await MailServer.starts();
    try {
      await world.stops();
      await world.starts(post.settings);
      await aDevice();
      await anna.asksForCode('anna');
      const mail = await post.mailTo(emailOf('anna'));
      const link = /http:\/\/127\.0\.0\.1:\d+\/sign-in#\S+/.exec(mail)![0];
      expect(link.startsWith(`${world.url}/sign-in#`)).toBe(true);

      const other = await anna.opensTab('/accessibility');
      await other.goto(link);
      // The code does not stay where the next person at this computer could read it.
      await other.waitForFunction(() => location.hash === '');
      await expect(anna.field('signIn.code').inputValue()).resolves.toMatch(/^\d{8}$/);
      await anna.presses('signIn.go');
      await anna.isUpToDate();
    } finally {
      await post.ends();
      await world.stops();
      await world.starts();
    }
  });

  it('is told that a code is wrong, and then that one was used already', async () => {
    await aDevice();
    await anna.asksForCode('anna');
    const code = await world.codeFor(emailOf('anna'));
    await anna.types('signIn.code', code === '12345678' ? '87654321' : '12345678');
    await anna.presses('signIn.go');
    await anna.page.getByRole('alert').getByText(anna.t('reason.WRONG_CODE')).waitFor();
    await anna.picture('wrong-code');
    await anna.types('signIn.code', code);
    await anna.presses('signIn.go');
    await anna.isUpToDate();

    const again = await Device.in(browser, world);
    await again.loads(`/sign-in#network=${NETWORK}&email=${emailOf('anna')}&code=${code}`);
    await again.presses('signIn.go');
    await again.page.getByRole('alert').getByText(again.t('reason.WRONG_CODE')).waitFor();
    await again.ends();
  });

  it('is told the same of a network that is not there, in the language of the browser', async () => {
    anna = await Device.in(browser, world, { language: 'fi' });
    await anna.loads();
    await anna.types('signIn.network', 'ruotsinsuomi');
    await anna.types('signIn.email', emailOf('anna'));
    await anna.presses('signIn.ask');
    await anna.page.getByRole('alert').getByText(anna.t('reason.NO_SUCH_NETWORK')).waitFor();
  });

  it('leaves nothing on a computer that others use', async () => {
    await aDevice();
    await anna.asksForCode('anna');
    await anna.types('signIn.code', await world.codeFor(emailOf('anna')));
    await anna.page.getByLabel(anna.t('signIn.shared')).check();
    await anna.sees('signIn.sharedWords');
    await anna.presses('signIn.go');
    await anna.isUpToDate();
    await anna.sees('signIn.sharedReminder');
    await anna.opensAssignment('Pröva er egen tjänst');
    await anna.types('report.tried', 'Vi ringde hemligtal ett.');
    await anna.page.locator('.saved[data-state=saved]').waitFor();
    await anna.isUpToDate();
    expect((await kept(anna)).files).toContain('hemligtal');
    const before = await devicesOfAnna();

    await anna.goes('/settings');
    await anna.presses('leave.title');
    await anna.sees('leave.sure');
    await anna.presses('leave.yes');
    await anna.sees('leave.done');
    await anna.field('signIn.email').waitFor();
    expect(await anna.field('signIn.email').inputValue()).toBe('');
    const left = await kept(anna);
    expect(left.files).not.toContain('hemligtal');
    expect(left.files).not.toContain('Annasdotter');
    expect(left.storage).not.toContain('hemligtal');
    expect(left.storage).not.toContain('anna');
    expect(await devicesOfAnna()).toBe(before - 1);
    // Nor does going back show it again.
    await anna.page.goBack().catch(() => undefined);
    await anna.field('signIn.email').waitFor();
    expect(await anna.page.content()).not.toContain('hemligtal');
  });
});

// As another device of hers sees it.
async function devicesOfAnna(): Promise<number> {
  if (!signedIn) await world.signsIn('anna');
  signedIn = true;
  const devices = await eventually(async () => (await world.as('anna', 'devices')) as unknown[]);
  return devices.length;
}
let signedIn = false;
