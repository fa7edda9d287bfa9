// SPDX-License-Identifier: Apache-2.0
import { SamstigError } from '@samstig/client';
import { Reason } from '@samstig/client/messages';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadMessages } from '../messages';
import { Dates } from './dates';
import { errorWords } from './errors';
import { countsIn } from './formatters';
import { hex, idFrom, idText } from './ids';
import { Keeper } from './kept';
import { fits, plainName } from './pictures';
import { initials } from './Person';
import { daysBetween, pick, Words } from './words';

const local = (byLanguage: Record<string, string>) => ({ byLanguage }) as never;

describe('ids in addresses', () => {
  it('go there and back', () => {
    const id = Uint8Array.from({ length: 16 }, (_, at) => at * 7);
    expect(idFrom(idText(id))).toEqual(id);
    expect(hex(id)).toHaveLength(32);
  });
  it('are null for anything else', () => {
    for (const text of ['', 'new', '../..', 'x'.repeat(32), '0'.repeat(31)]) expect(idFrom(text)).toBeNull();
  });
});

describe('texts in several languages', () => {
  it('come in one\'s own, or the nearest', () => {
    expect(pick(local({ 'sv-FI': 'hej', fi: 'hei' }), 'fi')).toBe('hei');
    expect(pick(local({ sv: 'hej', en: 'hi' }), 'sv-FI')).toBe('hej');
    expect(pick(local({ nb: 'hei', en: 'hi' }), 'da')).toBe('hei');
    expect(pick(local({ de: 'hallo' }), 'fi')).toBe('hallo');
    expect(pick(undefined, 'fi')).toBe('');
  });
});

describe('dates', () => {
  const kept = new Map<string, string>();
  const made: string[] = [];
  const { DateTimeFormat, RelativeTimeFormat } = Intl;
  beforeEach(() => {
    kept.clear();
    made.length = 0;
    vi.stubGlobal('localStorage', { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, text: string) => void kept.set(name, text) });
    vi.stubGlobal('requestIdleCallback', (call: () => void) => call());
    vi.stubGlobal('Intl', { DateTimeFormat: function (language: string, options: object) { made.push(language); return new DateTimeFormat(language, options); }, RelativeTimeFormat });
  });
  afterEach(() => vi.unstubAllGlobals());
  const third = new Date(2026, 11, 3, 14, 5).getTime();

  it('are those that Intl writes', () => {
    const dates = new Dates('sv-FI');
    expect(dates.format('day', third)).toBe(new DateTimeFormat('sv-FI', { weekday: 'long', day: 'numeric', month: 'long' }).format(third));
    expect(dates.format('time', third)).toBe(new DateTimeFormat('sv-FI', { hour: '2-digit', minute: '2-digit' }).format(third));
  });
  it('are remembered from one start to the next, and Intl is not asked again', () => {
    const first = new Dates('fi').format('day', third);
    expect(made).toEqual(['fi']);
    const anHourLater = third + 60 * 60_000;
    expect(new Dates('fi').format('day', anHourLater)).toBe(first);
    expect(made).toEqual(['fi']);
  });
  it('of another language are not', () => {
    new Dates('fi').format('day', third);
    expect(new Dates('en').format('day', third)).toContain('December');
    expect(made).toEqual(['fi', 'en']);
  });
  it('differ by the minute where minutes are shown', () => {
    const dates = new Dates('fi');
    expect(dates.format('moment', third)).not.toBe(dates.format('moment', third + 60_000));
  });
  it('near by are remembered too', () => {
    expect(new Dates('en').relative(-1, 'day')).toBe('yesterday');
    expect(new Dates('en').relative(3, 'day')).toBe('in 3 days');
  });
  it('do without a memory', () => {
    vi.stubGlobal('localStorage', undefined);
    expect(new Dates('en').format('date', third)).toBe('December 3, 2026');
  });
});

describe('words', async () => {
  const words = new Words('sv-FI', await loadMessages('sv-FI'));
  const noon = new Date(2026, 10, 22, 12).getTime();
  it('write counts as Intl does', () => {
    for (const language of ['sv-FI', 'fi', 'en', 'da', 'nb']) {
      const real = new Intl.NumberFormat(language);
      for (const value of [0, 1, 7, 42, 999, 1000, 12_345, -3, 0.5]) expect(countsIn(language).format(value)).toBe(real.format(value));
    }
  });
  it('count', () => {
    expect(words.t('audience.people', { people: 8, municipalities: 5 })).toBe('8 personer i 5 kommuner kan läsa.');
    expect(words.t('audience.people', { people: 2, municipalities: 0 })).toBe('2 personer kan läsa.');
    expect(words.t('sync.waitsForNetwork', { count: 3 })).toBe('Allt sparat här. 3 väntar på nät');
  });
  it('leave what people wrote as it is', () => {
    expect(words.t('file.remove', { name: '<b>{x}</b>' })).toBe('Ta bort <b>{x}</b>');
  });
  it('tell times as people do', () => {
    expect(words.near(noon - 30_000, noon)).toBe('nu');
    expect(words.near(noon - 26 * 3600_000, noon)).toBe('i går');
    expect(words.near(noon + 3 * 24 * 3600_000, noon)).toBe('om 3 dagar');
    expect(daysBetween(new Date(2026, 2, 28, 23, 59).getTime(), new Date(2026, 2, 29, 23, 0).getTime())).toBe(1);
  });
  it('tell sizes', () => expect(words.size(30_000_000).replace(/\s/g, ' ')).toBe('30 MB'));
  it('explain an error that nobody foresaw as well', () => {
    expect(errorWords(words, new SamstigError(Reason.WRONG_CODE, ''))).toMatch(/^Koden är fel/);
    expect(errorWords(words, new TypeError('x'))).toBe(words.t('reason.INTERNAL'));
    expect(errorWords(words, new SamstigError(9999 as Reason, ''))).toBe(words.t('reason.INTERNAL'));
  });
});

describe('kept words', () => {
  it('do without a storage, and say so', () => {
    const keeper = new Keeper(null);
    expect(keeper.keep('a', 'x')).toBe(false);
    expect(keeper.kept('a')).toBeNull();
    expect(keeper.places()).toEqual([]);
  });
});

describe('files', () => {
  it('of a phone\'s camera are scaled to fit, small ones are not', () => {
    expect(fits(8000, 6000)).toEqual({ width: 2048, height: 1536 });
    expect(fits(100, 20000)).toEqual({ width: 10, height: 2048 });
    expect(fits(800, 600)).toEqual({ width: 800, height: 600 });
  });
  it('have names without paths and control characters, of at most 200 bytes', () => {
    expect(plainName('C:\\hemligt\\bild\u0000.jpg', 'bild')).toBe('bild.jpg');
    expect(plainName('../', 'bild')).toBe('bild');
    expect(new TextEncoder().encode(plainName('👩‍👩‍👧'.repeat(80), 'bild')).length).toBeLessThanOrEqual(200);
  });
});

describe('initials', () => {
  it('are those of the first and last name, whole signs also where they are odd', () => {
    expect(initials('Anna Maria Åkesson')).toBe('AÅ');
    expect(initials('  Bo ')).toBe('B');
    expect(initials('👩‍💻 Öberg')).toBe('👩‍💻Ö');
    expect(initials('')).toBe('');
  });
});
