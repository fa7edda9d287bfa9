// SPDX-License-Identifier: Apache-2.0
// The words of the screens in the reader's language: ICU messages, dates, numbers, lists. Texts that
// people wrote in several languages (LocalText) are picked here as well.
import { IntlMessageFormat } from 'intl-messageformat';
import type { Formatters } from 'intl-messageformat';
import { createContext, useContext } from 'react';
import type { LocalText } from '@samstig/client/messages';
import type { Language, MessageKey, Messages } from '../messages';
import { Dates } from './dates';
import { countsIn, formattersIn } from './formatters';

export type Arguments = Record<string, string | number | boolean | Date>;

// Whose words are nearest when one's own are missing.
const neighbours: Record<Language, string[]> = {
  'sv-FI': ['sv', 'nb', 'da', 'en'],
  fi: ['fi', 'sv', 'en'],
  en: ['en', 'sv', 'fi'],
  da: ['da', 'nb', 'sv', 'en'],
  nb: ['nb', 'no', 'da', 'sv', 'en'],
};

const primary = (tag: string) => tag.split('-')[0]!.toLowerCase();

export function pick(text: LocalText | undefined, language: Language): string {
  const all = text?.byLanguage ?? {};
  if (all[language]) return all[language];
  const tags = Object.keys(all).sort();
  for (const wanted of neighbours[language]) {
    const found = tags.find((tag) => primary(tag) === primary(wanted) && all[tag]);
    if (found) return all[found]!;
  }
  return tags.length > 0 ? all[tags[0]!]! : '';
}

const kMinute = 60_000;
const kHour = 60 * kMinute;
const kDay = 24 * kHour;

function startOfDay(ms: number): number {
  const day = new Date(ms);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

// Calendar days between two moments, as people count them: tomorrow is one day away, also at midnight.
export function daysBetween(from: number, to: number): number {
  return Math.round((startOfDay(to) - startOfDay(from)) / kDay);
}

export class Words {
  private readonly compiled = new Map<string, IntlMessageFormat>();
  private readonly dates: Dates;
  private readonly formatters: Formatters;
  private readonly counts: Pick<Intl.NumberFormat, 'format'>;

  constructor(
    readonly language: Language,
    private readonly messages: Messages,
  ) {
    this.dates = new Dates(language);
    this.formatters = formattersIn(language);
    this.counts = countsIn(language);
  }

  // An arrow, so that screens can take it apart from its owner.
  readonly t = (key: MessageKey, values?: Arguments): string => {
    let message = this.compiled.get(key);
    if (!message) {
      message = new IntlMessageFormat(this.messages[key] ?? key, this.language, undefined, { ignoreTag: true, formatters: this.formatters });
      this.compiled.set(key, message);
    }
    return String(message.format(values));
  };

  readonly has = (key: string): key is MessageKey => key in this.messages;
  readonly pick = (text: LocalText | undefined): string => pick(text, this.language);
  readonly number = (value: number): string => this.counts.format(value);
  readonly list = (items: string[]): string =>
    new Intl.ListFormat(this.language, { style: 'long', type: 'conjunction' }).format(items);

  readonly day = (ms: number): string => this.dates.format('day', ms);
  readonly shortDay = (ms: number): string => this.dates.format('shortDay', ms);
  readonly date = (ms: number): string => this.dates.format('date', ms);
  readonly time = (ms: number): string => this.dates.format('time', ms);
  readonly moment = (ms: number): string => this.dates.format('moment', ms);

  // "nyss", "för 12 minuter sedan", "i går", "om 3 dagar"; further away the date.
  readonly near = (ms: number, now: number): string => {
    const away = ms - now;
    const days = daysBetween(now, ms);
    if (Math.abs(away) < kMinute) return this.dates.relative(0, 'second');
    if (days === 0 && Math.abs(away) < kHour) return this.dates.relative(Math.trunc(away / kMinute), 'minute');
    if (days === 0) return this.dates.relative(Math.trunc(away / kHour), 'hour');
    if (Math.abs(days) <= 7) return this.dates.relative(days, 'day');
    return this.dates.format(Math.abs(days) > 300 ? 'nearInAnotherYear' : 'near', ms);
  };

  // "25 minuter", "1 år": about how long.
  readonly span = (ms: number): string => {
    const units = [['year', 365 * kDay, 1], ['day', kDay, 2], ['hour', kHour, 2], ['minute', kMinute, 0]] as const;
    // A second short of a year is a year.
    const [unit, length] = units.find(([, one, least]) => ms >= 0.97 * least * one)!;
    return new Intl.NumberFormat(this.language, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(ms / length);
  };

  // "1,2 MB"
  readonly size = (bytes: number): string => {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
    let at = 0;
    let value = bytes;
    for (; value >= 1000 && at < units.length - 1; ++at) value /= 1000;
    return new Intl.NumberFormat(this.language, {
      style: 'unit', unit: units[at]!, maximumFractionDigits: value < 10 && at > 0 ? 1 : 0,
    }).format(value);
  };
}

const WordsContext = createContext<Words | null>(null);
export const WordsProvider = WordsContext.Provider;

export function useWords(): Words {
  const words = useContext(WordsContext);
  if (!words) throw new Error('no words: the screen is outside of the shell');
  return words;
}
