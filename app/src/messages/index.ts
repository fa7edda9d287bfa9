// SPDX-License-Identifier: Apache-2.0
// The catalogues: a folder for each language, a file in it for each area of screens. sv-FI is the
// source: what is there must be in all. A language is loaded as a chunk of its own when it is chosen, and another with
// the words of the staff's areas (coach, municipality, organiser) for those who have such. Another area adds its file in
// every language, and its line to `Source`.
import { readPref } from '../shared/prefs';
import type coach from './sv-FI/coach.json';
import type guest from './sv-FI/guest.json';
import type leader from './sv-FI/leader.json';
import type municipality from './sv-FI/municipality.json';
import type organiser from './sv-FI/organiser.json';
import type own from './sv-FI/own.json';
import type reasons from './sv-FI/reasons.json';
import type shell from './sv-FI/shell.json';
import type staff from './sv-FI/staff.json';

type Source = typeof shell & typeof leader & typeof own & typeof reasons & typeof staff & typeof coach & typeof municipality & typeof organiser & typeof guest;
export type MessageKey = keyof Source & string;
export type Messages = Record<string, string>;

export const languages = ['sv-FI', 'fi', 'en', 'da', 'nb'] as const;
export type Language = (typeof languages)[number];

// Each in its own words.
export const languageNames: Record<Language, string> = {
  'sv-FI': 'Svenska', fi: 'Suomi', en: 'English', da: 'Dansk', nb: 'Norsk',
};

const loaders: Record<Language, () => Promise<{ default: Messages }>> = {
  'sv-FI': () => import('./sv-FI'),
  fi: () => import('./fi'),
  en: () => import('./en'),
  da: () => import('./da'),
  nb: () => import('./nb'),
};

const staffLoaders: Record<Language, () => Promise<{ default: Messages }>> = {
  'sv-FI': () => import('./sv-FI/staff_areas'),
  fi: () => import('./fi/staff_areas'),
  en: () => import('./en/staff_areas'),
  da: () => import('./da/staff_areas'),
  nb: () => import('./nb/staff_areas'),
};

const loading = new Map<Language, Promise<Messages>>();
let staffToo = false;

async function addStaff(language: Language, messages: Messages): Promise<Messages> {
  return Object.assign(messages, (await staffLoaders[language]()).default);
}

// One and the same object for a language, also when the staff's words come into it later.
export async function loadMessages(language: Language): Promise<Messages> {
  const base = loading.get(language) ?? loaders[language]().then((loaded) => loaded.default);
  loading.set(language, base);
  base.catch(() => loading.delete(language));
  const messages = await base;
  return staffToo ? addStaff(language, messages) : messages;
}

// From now on in all languages: those that are loaded, and those that will be.
export async function loadStaffMessages(): Promise<void> {
  staffToo = true;
  await Promise.all([...loading.keys()].map(loadMessages));
}

// What the person chose in the settings, else what the browser is set to.
export function chosenLanguage(): Language {
  const chosen = readPref<string>('language', '');
  return languages.find((one) => one === chosen) ?? languageFor(navigator.languages);
}

// The best of ours for what the browser or the person asks for; Swedish when none fits.
export function languageFor(wanted: readonly string[]): Language {
  const aliases: Record<string, Language> = { sv: 'sv-FI', fi: 'fi', en: 'en', da: 'da', nb: 'nb', no: 'nb', nn: 'nb' };
  for (const tag of wanted) {
    const found = aliases[tag.split('-')[0]!.toLowerCase()];
    if (found) return found;
  }
  return 'sv-FI';
}
