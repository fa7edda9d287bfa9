// SPDX-License-Identifier: Apache-2.0
import { SamstigError } from '@samstig/client';
import { Reason } from '@samstig/client/messages';
import { describe, expect, it } from 'vitest';
import { loadMessages } from '../messages';
import { errorWords } from './errors';
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

describe('words', async () => {
  const words = new Words('sv-FI', await loadMessages('sv-FI'));
  const noon = new Date(2026, 10, 22, 12).getTime();
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
