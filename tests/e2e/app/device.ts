// SPDX-License-Identifier: Apache-2.0
// A person's device: Debian's Chromium with the app in it, used by what a person sees. Labels and buttons are
// found by the words of the catalogues, so that a story holds in every language.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

import { loadMessages, loadStaffMessages } from '../../../app/src/messages';
import type { Language, MessageKey } from '../../../app/src/messages';
import { Words } from '../../../app/src/shared/words';
import type { Arguments } from '../../../app/src/shared/words';
import { emailOf, eventually, NETWORK } from '../../client-lib/wasm/world';
import type { World } from '../../client-lib/wasm/world';

export interface Manner {
  language?: Language;
  width?: number;
  theme?: 'light' | 'dark';
  // Where the app is loaded from, when something stands between the browser and the server.
  from?: string;
  // Without a service worker, as in some private windows.
  plain?: boolean;
}

const SCREENS = process.env.SAMSTIG_SCREENS ?? fileURLToPath(new URL('../../../build/screens', import.meta.url));
const CHROMIUM = {
  executablePath: process.env.SAMSTIG_CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
};
// Other programs use the machine as well.
const PATIENCE_MS = 60_000;

const contextOf = ({ language = 'sv-FI', width = 360, theme = 'light', plain }: Manner) => ({
  serviceWorkers: plain ? ('block' as const) : ('allow' as const), locale: language, viewport: { width, height: width < 700 ? 780 : 900 }, colorScheme: theme,
});

// What the browser says of a network that is not there: no mistake of the app's.
const OF_THE_NETWORK = /net::ERR_|Failed to load resource|ERR_INTERNET_DISCONNECTED/;

export class Device {
  // What no page should ever say: uncaught errors, errors in the console, breaches of the server's policy.
  readonly complaints: string[] = [];
  private context: BrowserContext | undefined;
  private current: Page | undefined;
  private profile = '';

  private constructor(
    readonly world: World, private manner: Manner, private words: Words,
    private readonly begin: () => Promise<BrowserContext>,
  ) {}

  // One of several in the same browser, all strangers to each other. Forgets everything at its end.
  static async in(browser: Browser, world: World, manner: Manner = {}): Promise<Device> {
    return Device.made(world, manner, () => browser.newContext(contextOf(manner)));
  }

  // One that keeps what it has when it is closed. `preferences`: Chromium's own, as its settings write them.
  static async own(world: World, manner: Manner = {}, preferences?: object): Promise<Device> {
    const profile = await mkdtemp(join(tmpdir(), 'samstig-profile-'));
    if (preferences) {
      await mkdir(join(profile, 'Default'));
      await writeFile(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
    }
    const device = await Device.made(world, manner, () => chromium.launchPersistentContext(profile, { ...CHROMIUM, ...contextOf(manner) }));
    device.profile = profile;
    return device;
  }

  // In a browser that somebody else has started and will end.
  static async on(context: BrowserContext, world: World, manner: Manner = {}): Promise<Device> {
    return Device.made(world, manner, () => Promise.resolve(context));
  }

  private static async made(world: World, manner: Manner, begin: () => Promise<BrowserContext>): Promise<Device> {
    const language = manner.language ?? 'sv-FI';
    await loadStaffMessages();
    const device = new Device(world, manner, new Words(language, await loadMessages(language)), begin);
    await device.opens();
    return device;
  }

  // ---- The browser

  get browser(): BrowserContext {
    if (!this.context) throw new Error('the browser is not running');
    return this.context;
  }

  get url(): string {
    return this.manner.from ?? this.world.url;
  }

  get page(): Page {
    if (!this.current) throw new Error('no page is open');
    return this.current;
  }

  async opens(): Promise<void> {
    this.context = await this.begin();
    this.context.setDefaultTimeout(PATIENCE_MS);
    this.context.on('page', (page) => this.listen(page));
    this.current = this.context.pages()[0] ?? (await this.context.newPage());
    this.listen(this.current);
  }

  private readonly heard = new WeakSet<Page>();

  private listen(page: Page): void {
    if (this.heard.has(page)) return;
    this.heard.add(page);
    page.on('pageerror', (error) => this.complaints.push(`error: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !OF_THE_NETWORK.test(message.text())) this.complaints.push(`console: ${message.text()}`);
    });
  }

  async closes(): Promise<void> {
    await this.context?.close();
    this.context = undefined;
    this.current = undefined;
  }

  async ends(): Promise<void> {
    await this.closes();
    if (this.profile) await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  // A second tab; what is done next is done there until `isAt` names another.
  async opensTab(path = '/'): Promise<Page> {
    this.current = await this.browser.newPage();
    await this.current.goto(this.url + path);
    await this.current.locator('h1').first().waitFor();
    return this.current;
  }

  looksAt(tab: Page): void {
    this.current = tab;
  }

  async losesNetwork(): Promise<void> {
    await this.browser.setOffline(true);
  }

  async findsNetwork(): Promise<void> {
    await this.browser.setOffline(false);
  }

  // When the service worker has the whole app.
  async hasTheApp(): Promise<void> {
    await this.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await this.page.evaluate(() => navigator.serviceWorker.ready);
  }

  // Another window, another light, another language chosen in the settings. Loads the app anew.
  async becomes(manner: Manner): Promise<void> {
    this.manner = { ...this.manner, ...manner };
    const { locale, viewport, colorScheme } = contextOf(this.manner);
    this.words = new Words(locale, await loadMessages(locale));
    await this.page.setViewportSize(viewport);
    await this.page.emulateMedia({ colorScheme });
    await this.page.evaluate((language) => localStorage.setItem('samstig.pref.language', JSON.stringify(language)), locale);
    await this.loads();
  }

  // ---- What a person does

  readonly t = (key: MessageKey, values?: Arguments): string => this.words.t(key, values);

  async loads(path = '/'): Promise<void> {
    await this.page.goto(this.url + path);
    await this.page.locator('h1').first().waitFor();
  }

  // Within the app, as by one of its links.
  async goes(path: string): Promise<void> {
    await this.page.evaluate((to) => history.pushState(null, '', to), path);
    await this.page.waitForFunction((to) => location.pathname === to && document.querySelector('h1') !== null, path.replace(/[?#].*/, ''));
  }

  button(key: MessageKey, values?: Arguments): Locator {
    return this.page.getByRole('button', { name: this.t(key, values), exact: true });
  }

  field(key: MessageKey): Locator {
    return this.page.getByLabel(this.t(key), { exact: true }).and(this.page.locator('input, textarea, select'));
  }

  async presses(key: MessageKey, values?: Arguments): Promise<void> {
    await this.button(key, values).first().click();
  }

  async types(key: MessageKey, text: string): Promise<void> {
    await this.field(key).fill(text);
  }

  async sees(key: MessageKey, values?: Arguments): Promise<void> {
    await this.reads(this.t(key, values));
  }

  async reads(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  async asksForCode(name: string): Promise<void> {
    await this.types('signIn.network', NETWORK);
    await this.types('signIn.email', emailOf(name));
    await this.presses('signIn.ask');
    await this.field('signIn.code').waitFor();
  }

  async signsIn(name: string): Promise<void> {
    await this.signsInWithWaiting(name);
    await this.isUpToDate();
  }

  // When something is in the outbox, it is never quite up to date.
  async signsInWithWaiting(name: string): Promise<void> {
    await this.loads();
    await this.asksForCode(name);
    await this.types('signIn.code', await this.world.codeFor(emailOf(name)));
    await this.presses('signIn.go');
    await this.page.locator('.sync').waitFor();
  }

  // All is sent and read, and the line at the top says so.
  async isUpToDate(): Promise<void> {
    await this.page.locator('.sync').getByText(this.t('sync.upToDate'), { exact: true }).waitFor();
  }

  // Sends what is in the thread's field, and something of it in which nothing is marked up. Up to date the line was
  // before, too: only once the post is shown does it say anything of it.
  async sendsPost(words: string, people: number): Promise<void> {
    await this.presses('composer.send', { people });
    await this.page.locator('.post[data-mine]', { hasText: words }).waitFor();
    await this.isUpToDate();
  }

  // The assignment whose title has this in it.
  async opensAssignment(title: string): Promise<void> {
    await this.goes('/path');
    await this.page.locator('.waypoint-link', { hasText: title }).click();
    await this.page.locator('#brief-text').waitFor({ state: 'attached' });
  }

  async opensThread(title: string): Promise<void> {
    await this.goes('/threads');
    await this.page.locator('.row-link', { hasText: title }).click();
    await this.field('composer.title').waitFor();
  }

  // Down the thread that is open, until the post with these words is there.
  async readsOnTo(words: string): Promise<Locator> {
    const post = this.page.locator('.post', { hasText: words });
    await eventually(async () => {
      await this.page.locator('.post').last().scrollIntoViewIfNeeded();
      return (await post.count()) === 1;
    });
    return post;
  }

  // The screen of this address is there, nothing moves any more, and what was asked of the copy is shown.
  async rests(): Promise<void> {
    await this.page.evaluate(() => document.fonts.ready.then(() => undefined));
    let before = '';
    await eventually(async () => {
      const now = await this.page.evaluate(() => (document.querySelector<HTMLElement>('.page')?.dataset['at'] !== location.pathname
        ? '' : document.body.innerHTML + document.getAnimations().filter((one) => one.playState === 'running').length));
      const same = now !== '' && now === before;
      before = now;
      return same;
    });
  }

  // ---- For those who look at the pictures

  async picture(screen: string, role = 'leader'): Promise<void> {
    const { language = 'sv-FI', width = 360, theme = 'light' } = this.manner;
    await mkdir(SCREENS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENS, `${screen}-${role}-${width}-${theme}-${language}.png`), fullPage: true, animations: 'disabled' });
  }
}

export function aBrowser(): Promise<Browser> {
  return chromium.launch(CHROMIUM);
}
