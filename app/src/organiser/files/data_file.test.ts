// SPDX-License-Identifier: Apache-2.0
// The files of programmes/: those that come with Samstig are in order, and every mistake is told.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countWords, hasHtml, type ProgrammeData, readDataFile } from './data_file';

const utf8 = (text: string) => new TextEncoder().encode(text);
const shipped = (name: string) => readDataFile(new Uint8Array(readFileSync(new URL(`../../../../programmes/${name}`, import.meta.url))));
const told = (text: string) => readDataFile(utf8(text)).mistakes.map(({ line, path, code }) => [line, path, code].filter(Boolean).join(' '));

const kProgramme = `format: samstig-programme/1
code: mod-i-vardagen
version: 1
languages: [sv-FI, fi]
name: {sv-FI: Mod, fi: Rohkeus}
summary: {sv-FI: Om mod., fi: Rohkeudesta.}
price: {amount_cents: 15000, currency: EUR, per: person}
themes:
  - code: borja
    name: {sv-FI: Börja, fi: Aloita}
    summary: {sv-FI: Först., fi: Ensin.}
    assignments:
      - code: ett-brev
        minutes: 45
        title: {sv-FI: Ett brev, fi: Kirje}
        brief: {sv-FI: Skriv ett brev., fi: Kirjoita kirje.}
`;
const changed = (from: string, to: string) => {
  expect(kProgramme).toContain(from);
  return told(kProgramme.replace(from, to));
};

describe('the files that come with Samstig', () => {
  it('are read whole', () => {
    const { content, mistakes } = shipped('kommunens-ledarstig/programme.yaml');
    expect(mistakes).toEqual([]);
    const programme = content as ProgrammeData;
    expect([programme.code, programme.themes.length, programme.themes.flatMap(({ assignments }) => assignments).length]).toEqual(['kommunens-ledarstig', 4, 18]);
    const list = shipped('municipalities/finland-swedish.yaml').content;
    expect(list?.kind === 'municipalities' && list.municipalities.length).toBe(49);
    expect(list?.kind === 'municipalities' && list.municipalities[0]!.code).toBe('035');
  });
  it('but for the invented people, who never go into a real network', () => {
    expect(shipped('demo/people.yaml').mistakes.map(({ code }) => code)).toEqual(['demo']);
  });
});

describe('a programme', () => {
  it('without a mistake is all there', () => {
    const { content, mistakes, notes } = readDataFile(utf8(kProgramme));
    expect(mistakes).toEqual([]);
    expect(notes.map(({ code }) => code)).toEqual(['words', 'words']);
    expect(content).toMatchObject({ kind: 'programme', version: 1, priceCents: 15000, currency: 'EUR', themes: [{ position: 1, assignments: [{ code: 'ett-brev', minutes: 45 }] }] });
  });
  it('may be JSON', () => {
    expect(told('{"format": "samstig-municipalities/1", "country": "FI", "municipalities": [{"code": "445", "name": {"sv": "Pargas"}, "languages": ["sv"]}]}')).toEqual([]);
  });
  it.each<[string, string, string, string[]]>([
    ['has a code with capitals', 'code: mod-i-vardagen', 'code: Mod', ['2 code slug']],
    ['has a version of words', 'version: 1', 'version: ett', ['3 version notWhole']],
    ['has a version below one', 'version: 1', 'version: 0', ['3 version range']],
    ['has a version in quotes', 'version: 1', 'version: "1"', ['3 version notWhole']],
    ['names a language twice', '[sv-FI, fi]', '[sv-FI, fi, fi]', ['4 languages languageTwice']],
    ['names a language that is none', '[sv-FI, fi]', '[sv-FI, fi, "på svenska"]', ['4 languages languageTag']],
    ['has no text in one of its languages', 'name: {sv-FI: Mod, fi: Rohkeus}', 'name: {sv-FI: Mod}', ['5 name.fi missing']],
    ['has a text in another language', 'name: {sv-FI: Mod, fi: Rohkeus}', 'name: {sv-FI: Mod, fi: Rohkeus, en: Courage}', ['5 name.en notAmong']],
    ['has an empty text', 'fi: Rohkeus}', 'fi: }', ['5 name.fi isEmpty']],
    ['has one text where several belong', 'name: {sv-FI: Mod, fi: Rohkeus}', 'name: Mod', ['5 name needsTexts']],
    ['has a currency in small letters', 'EUR', 'eur', ['7 price.currency currency']],
    ['has a price for a municipality', 'per: person', 'per: municipality', ['7 price.per per']],
    ['has a price below nothing', '15000', '-1', ['7 price.amount_cents range']],
    ['has a field that nobody knows', 'version: 1', 'version: 1\nversoin: 2', ['4 versoin noSuchFieldNearest']],
    ['has a field that nothing is like', 'version: 1', 'version: 1\nlogotype: x', ['4 logotype noSuchField']],
    ['has a field twice', 'version: 1', 'version: 1\nversion: 2', ['4 version twice']],
    ['has a theme without assignments', '    assignments:\n      - code: ett-brev\n        minutes: 45\n        title: {sv-FI: Ett brev, fi: Kirje}\n        brief: {sv-FI: Skriv ett brev., fi: Kirjoita kirje.}\n', '    assignments: []\n', ['12 themes[borja].assignments emptyList']],
    ['has no themes', kProgramme.slice(kProgramme.indexOf('themes:')), '', ['1 themes missing']],
    ['takes too little time', 'minutes: 45', 'minutes: 4', ['14 themes[borja].assignments[ett-brev].minutes range']],
    ['has a title of 121 signs', 'Ett brev,', `${'x'.repeat(121)},`, ['15 themes[borja].assignments[ett-brev].title titleLong']],
    ['has HTML in a brief', 'Skriv ett brev.', '"<b>Skriv</b>"', ['16 themes[borja].assignments[ett-brev].brief html']],
  ])('that %s is refused with line and field', (_, from, to, mistakes) => expect(changed(from, to)).toEqual(mistakes));

  it('uses each code once', () => {
    expect(told(`${kProgramme}${kProgramme.slice(kProgramme.indexOf('  - code: borja'))}`)).toEqual(['17 themes[borja].code codeTwice', '21 themes[borja].assignments[ett-brev].code codeTwice']);
  });
});

describe('a file that is none', () => {
  it.each<[string, Uint8Array, string]>([
    ['is not YAML', utf8('format: [samstig'), 'notYaml'],
    ['is empty', utf8('\n# only words\n'), 'empty'],
    ['is a list', utf8('- a\n- b\n'), 'needsMap'],
    ['is of another format', utf8('format: samstig-programme/9\n'), 'unknownFormat'],
    ['has two documents', utf8('format: samstig-programme/1\n---\nformat: samstig-programme/1\n'), 'second'],
    ['is not UTF-8', Uint8Array.of(0x66, 0xe5, 0x0a), 'notUtf8'],
    ['is over 8 MiB', new Uint8Array(8 * 1024 * 1024 + 1).fill(0x20), 'tooLarge'],
  ])('because it %s', (_, bytes, code) => {
    const { content, mistakes } = readDataFile(bytes);
    expect(content).toBeNull();
    expect(mistakes[0]!.code).toBe(code);
  });
  it('is not unfolded when it refers to itself', () => {
    const bomb = `a: &a [x, x]\nb: &b [*a, *a]\nformat: samstig-programme/1\nc: [*b, *b]\n`;
    expect(readDataFile(utf8(bomb)).content).toBeNull();
  });
});

describe('municipalities', () => {
  const list = (item: string) => told(`format: samstig-municipalities/1\ncountry: FI\nmunicipalities:\n  - ${item}\n`);
  it.each<[string, string, string[]]>([
    ['have their code in quotes', '{code: 035, name: {sv: Brändö}, languages: [sv]}', ['4 municipalities[1].code quoted']],
    ['have three or four digits', '{code: "35", name: {sv: Brändö}, languages: [sv]}', ['4 municipalities[35].code digits']],
    ['have a name in each of their languages', '{code: "035", name: {sv: Brändö}, languages: [sv, fi]}', ['4 municipalities[035].name noName']],
  ])('%s', (_, item, mistakes) => expect(list(item)).toEqual(mistakes));
});

it('counts words as people do, and knows a tag from a sign', () => {
  expect(countWords('1. Skriv - ett **brev**, på 2 sidor.')).toBe(5);
  expect([hasHtml('a < 5'), hasHtml('<https://a.fi>'), hasHtml('x </p>'), hasHtml('<!-- -->')]).toEqual([false, false, true, true]);
});
