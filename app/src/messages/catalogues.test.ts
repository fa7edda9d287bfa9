// SPDX-License-Identifier: Apache-2.0
// Whoever reads Finnish meets the same words in the same places as whoever reads Swedish.
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { readdirSync, readFileSync } from 'node:fs';
import { Reason } from '@samstig/client/messages';
import { describe, expect, it } from 'vitest';
import { languageFor, languages, loadMessages } from '.';
import { Words } from '../shared/words';

const folder = new URL('.', import.meta.url).pathname;
const areas = (language: string) => readdirSync(`${folder}${language}`).filter((name) => name.endsWith('.json')).sort();
const catalogue = (language: string, area: string): Record<string, string> =>
  JSON.parse(readFileSync(`${folder}${language}/${area}`, 'utf8'));

// Names of the arguments with their kinds: {count} and {count, plural, …} are not the same promise.
function argumentsOf(elements: MessageFormatElement[], found = new Set<string>()): Set<string> {
  for (const element of elements) {
    if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
    if ('value' in element) found.add(`${element.value}:${TYPE[element.type]}`);
    if ('options' in element) for (const option of Object.values(element.options)) argumentsOf(option.value, found);
  }
  return found;
}

// They are loaded with those screens alone.
it('the words of the staff\'s areas are used nowhere else', () => {
  const staff = ['coach', 'municipality', 'organiser'];
  const keys = staff.flatMap((area) => Object.keys(catalogue('sv-FI', `${area}.json`)));
  const source = new URL('..', import.meta.url).pathname;
  const files = (readdirSync(source, { recursive: true }) as string[])
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.') && ![...staff, 'messages'].includes(name.split('/')[0]!));
  expect(files.length).toBeGreaterThan(100);
  for (const name of files) {
    const text = readFileSync(`${source}${name}`, 'utf8');
    expect(keys.filter((key) => text.includes(`'${key}'`)), name).toEqual([]);
    const begun = [...text.matchAll(/`([\w.]+\.)\$\{/g)].map((match) => match[1]!);
    expect(begun.filter((prefix) => keys.some((key) => key.startsWith(prefix))), name).toEqual([]);
  }
});

describe.each(languages)('the catalogue %s', (language) => {
  it('has the same areas and keys as the source, in the same order', () => {
    expect(areas(language)).toEqual(areas('sv-FI'));
    for (const area of areas('sv-FI')) expect(Object.keys(catalogue(language, area)), area).toEqual(Object.keys(catalogue('sv-FI', area)));
  });

  it('asks for the same arguments', () => {
    for (const area of areas('sv-FI')) {
      const source = catalogue('sv-FI', area);
      for (const [key, message] of Object.entries(catalogue(language, area))) {
        expect([...argumentsOf(parse(message))].sort(), key).toEqual([...argumentsOf(parse(source[key]!))].sort());
      }
    }
  });

  it('leaves nothing empty, and knows every plural form of its language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const area of areas(language)) {
      for (const [key, message] of Object.entries(catalogue(language, area))) {
        expect(message.trim(), key).not.toBe('');
        for (const element of parse(message)) {
          if (element.type === TYPE.plural) expect(Object.keys(element.options), key).toEqual(expect.arrayContaining(forms));
        }
      }
    }
  });

  it('has words for every reason that a server or device can give', async () => {
    const words = new Words(language, await loadMessages(language));
    const reasons = Object.values(Reason).filter((name): name is string => typeof name === 'string');
    expect(reasons.length).toBeGreaterThan(40);
    for (const name of reasons) expect(words.has(`reason.${name}`), name).toBe(true);
  });

  it('is translated: hardly a sentence is left as it is in the source', () => {
    if (language === 'sv-FI') return;
    const source = areas('sv-FI').flatMap((area) => Object.entries(catalogue('sv-FI', area)));
    const mine = Object.assign({}, ...areas(language).map((area) => catalogue(language, area))) as Record<string, string>;
    const sentences = source.filter(([, message]) => message.split(' ').length > 3);
    const same = sentences.filter(([key, message]) => mine[key] === message).map(([key]) => key);
    // "Du har fått svar" is Norwegian, too.
    expect(same.length, same.join()).toBeLessThan(0.02 * sentences.length);
  });
});

describe('the choice of a language', () => {
  it('takes the first of ours that is asked for', () => expect(languageFor(['de-DE', 'fi-FI', 'sv'])).toBe('fi'));
  it('takes Norwegian for all who write it', () => expect(languageFor(['nn-NO'])).toBe('nb'));
  it('falls back to Swedish', () => expect(languageFor(['de', 'fr'])).toBe('sv-FI'));
});
