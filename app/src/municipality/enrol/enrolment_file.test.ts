// SPDX-License-Identifier: Apache-2.0
// Lists of leaders as HR saves them: what is read, and that every mistake is told with its line and heading.
import { describe, expect, it } from 'vitest';
import { managersFirst, readEnrolments } from './enrolment_file';

const kList = 'Namn;E-post;Befattning;Sektor;Språk;Anställningsnummer;Chef\n'
  + 'Åsa Östman;asa@pargas.example;Rektor;Bildning;sv;1001;\n'
  + 'Bo Berg;bo@pargas.example;;;;;asa@pargas.example\n';

const utf8 = (text: string) => new TextEncoder().encode(text);
// All that these lists are written with has the same number in Latin-1 and Windows-1252.
const windows1252 = (text: string) => Uint8Array.from([...text].map((sign) => sign.codePointAt(0)!));
const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
const read = (text: string) => readEnrolments(utf8(text));
// As "line heading code".
const told = (bytes: Uint8Array) => readEnrolments(bytes).mistakes.map(({ line, field, code }) => [line, field, code].filter(Boolean).join(' '));
const withRow = (row: string) => utf8(`${kList}${row}\n`);
const one = (name: string, email: string, rest: { language?: string; number?: string; manager?: string; position?: string; sector?: string } = {}) =>
  withRow([name, email, rest.position ?? '', rest.sector ?? '', rest.language ?? '', rest.number ?? '', rest.manager ?? ''].join(';'));

describe('a list without a mistake', () => {
  it('is read with all that it says', () => {
    const file = read(kList);
    expect(file.mistakes).toEqual([]);
    expect(file.notes).toEqual([]);
    expect(file.rows.map(({ line, leader }) => [line, leader.name, leader.email, leader.position, leader.number])).toEqual([
      [2, 'Åsa Östman', 'asa@pargas.example', 'Rektor', '1001'], [3, 'Bo Berg', 'bo@pargas.example', '', ''],
    ]);
  });

  it.each([
    ['with a mark', joined(Uint8Array.of(0xef, 0xbb, 0xbf), utf8(kList)), 'UTF-8', ';'],
    ['in Windows-1252', windows1252(kList), 'Windows-1252', ';'],
    ['with commas', utf8(kList.replaceAll(';', ',')), 'UTF-8', ','],
    ['with tabs', utf8(kList.replaceAll(';', '\t')), 'UTF-8', '\t'],
    ['with the line ends of Windows', utf8(kList.replaceAll('\n', '\r\n')), 'UTF-8', ';'],
    ['with those of an old Mac', utf8(kList.replaceAll('\n', '\r')), 'UTF-8', ';'],
    ['with empty lines between', utf8(kList.replaceAll('\n', '\n\n')), 'UTF-8', ';'],
    ['with lines of nothing but separators', utf8(`${kList};;;;;;\n;;;;;;\n`), 'UTF-8', ';'],
    ['with every cell in quotes', utf8(kList.replace(/[^;\n]+/g, '"$&"')), 'UTF-8', ';'],
    ['without a last line end', utf8(kList.trimEnd()), 'UTF-8', ';'],
  ])('may come %s', (_, bytes, encoding, separator) => {
    const file = readEnrolments(bytes);
    expect(file.mistakes).toEqual([]);
    expect([file.encoding, file.separator]).toEqual([encoding, separator]);
    expect(file.rows.map(({ leader }) => leader.name)).toEqual(['Åsa Östman', 'Bo Berg']);
  });

  it('may have its headings in any language, case and order', () => {
    const file = read('SÄHKÖPOSTI;Toimiala;nimi\ncia@pargas.example;Tekniikka;Cia Dal\n');
    expect(file.mistakes).toEqual([]);
    expect(file.rows[0]!.leader).toMatchObject({ name: 'Cia Dal', email: 'cia@pargas.example', sector: 'Tekniikka' });
  });

  it('keeps a separator, a quote and a line end that stand in quotes', () => {
    const file = read('namn;e-post;titel\n"Dal; Cia";cia@pargas.example;"Chef ""tf"""\nDisa Dal;disa@pargas.example;Rektor\n');
    expect(file.rows.map(({ line, leader }) => [line, leader.name, leader.position])).toEqual([[2, 'Dal; Cia', 'Chef "tf"'], [3, 'Disa Dal', 'Rektor']]);
  });

  it('is freed of the spaces that web pages leave', () => {
    expect(read('namn;e-post\n\u00a0Cia Dal \u00a0; cia@pargas.example\n').rows[0]!.leader).toMatchObject({ name: 'Cia Dal', email: 'cia@pargas.example' });
  });

  it('writes languages as they are written', () => {
    expect(read('namn;e-post;språk\nCia Dal;cia@pargas.example;SV-fi\n').rows[0]!.leader.language).toBe('sv-FI');
  });

  it('says which columns are not read, and what they may have been meant for', () => {
    const { mistakes, notes } = read('namn;e-post;befatning;skostorlek\nCia Dal;cia@pargas.example;Rektor;39\n');
    expect(mistakes).toEqual([]);
    expect(notes.map(({ field, code, values }) => [field, code, values['nearest'] ?? ''])).toEqual(
      [['befatning', 'unreadNearest', 'befattning'], ['skostorlek', 'unread', '']]);
  });
});

describe('a file that is no list', () => {
  it.each<[string, Uint8Array, string[]]>([
    ['is UTF-16', joined(Uint8Array.of(0xff, 0xfe), utf8('n')), ['1 utf16']],
    ['is UTF-16 the other way', joined(Uint8Array.of(0xfe, 0xff), utf8('n')), ['1 utf16']],
    ['is a workbook of today', joined(Uint8Array.of(0x50, 0x4b, 3, 4), utf8('xl/workbook.xml')), ['1 workbook']],
    ['is a workbook of the nineties', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), ['1 workbook']],
    ['has a NUL in line 2', utf8('namn;e-post\nCia\0;cia@pargas.example\n'), ['2 nul']],
    ['claims to be UTF-8 and is not', joined(Uint8Array.of(0xef, 0xbb, 0xbf), windows1252(kList)), ['1 falseMark']],
    ['is UTF-8 in one line and not in another', joined(utf8('namn;e-post\nÅsa;a@b.example\n'), windows1252('Örn;o@b.example\n')), ['2 mixed']],
    ['has a byte that nothing has', joined(windows1252('namn;e-post\nÖO'), Uint8Array.of(0x81), utf8(';a@b.example\n')), ['2 neither']],
    ['is empty', utf8(''), ['1 empty']],
    ['has nothing but line ends', utf8('\n\r\n  \n'), ['1 empty']],
    ['has one column only', utf8('namn\nCia Dal\n'), ['1 noSeparator']],
    ['has nobody in it', utf8('namn;e-post\n'), ['1 nobody']],
    ['is over 5 MiB', new Uint8Array(5 * 1024 * 1024 + 1).fill(0x61), ['1 tooLarge']],
    ['has over 10,000 rows', utf8(`namn;e-post\n${Array.from({ length: 10_001 }, (_, at) => `L;l${at}@b.example`).join('\n')}\n`), ['10002 tooManyRows']],
    ['has no column for names', utf8('förnamn;e-post\nCia;cia@b.example\n'), ['1 noName']],
    ['has no column for addresses', utf8('namn;telefon\nCia;040\n'), ['1 noEmail']],
    ['has a heading twice', utf8('namn;e-post;Nimi\nCia;cia@b.example;Cia\n'), ['1 Nimi headingTwice']],
    ['has a control character in a heading', utf8('namn;e-post;ti\u0007tel\nCia;cia@b.example;x\n'), ['1 headingControl']],
  ])('%s', (_, bytes, mistakes) => expect(told(bytes)).toEqual(mistakes));
});

describe('a row that is broken', () => {
  it.each<[string, Uint8Array, string[]]>([
    ['has a cell too few', withRow('Cia Dal;cia@pargas.example'), ['4 cells']],
    ['has a cell too many', withRow('Cia Dal;cia@pargas.example;;;;;;;'), ['4 cells']],
    ['opens a quote and never closes it', withRow('"Cia Dal;cia@pargas.example;;;;;\nDisa Dal;disa@pargas.example;;;;;'), ['4 quoteOpen']],
    ['has text after a closing quote', withRow('"Cia" Dal;cia@pargas.example;;;;;'), ['4 quoteTrailing']],
    ['has no name', one('', 'cia@pargas.example'), ['4 Namn blank']],
    ['has a name of spaces', one('"   "', 'cia@pargas.example'), ['4 Namn blank']],
    ['has a name of 201 bytes', one('C'.repeat(201), 'cia@pargas.example'), ['4 Namn tooLong']],
    ['has a name over two lines', one('"Cia\nDal"', 'cia@pargas.example'), ['4 Namn control']],
    ['has a formula for a name', one('=HYPERLINK(A1)', 'cia@pargas.example'), ['4 Namn formula']],
    ['has a name that a spreadsheet would add up', one('+Cia', 'cia@pargas.example'), ['4 Namn formula']],
    ['has letters that broke before', one('Ã…sa', 'cia@pargas.example'), ['4 Namn broken']],
    ['has a letter that was given up', one('Cia \ufffd', 'cia@pargas.example'), ['4 Namn broken']],
    ['has no address', one('Cia Dal', ''), ['4 E-post blank']],
    ['has an address with å', one('Cia Dal', 'åsa@pargas.example'), ['4 E-post emailLetter']],
    ['has an address with the name', one('Cia Dal', 'Cia Dal <cia@pargas.example>'), ['4 E-post emailSpace']],
    ['has an address without @', one('Cia Dal', 'cia.pargas.example'), ['4 E-post emailNoAt']],
    ['has two addresses', one('Cia Dal', 'cia@b.example,disa@b.example'), ['4 E-post emailManyAt']],
    ['has nothing before the @', one('Cia Dal', '@b.example'), ['4 E-post formula']],
    ['has an address without a domain', one('Cia Dal', 'cia@pargas'), ['4 E-post emailNoDomain']],
    ['has an address with a comma', one('Cia Dal', 'cia,dal@pargas.example'), ['4 E-post emailForm']],
    ['has an address whose domain ends in a dot', one('Cia Dal', 'cia@pargas.example.'), ['4 E-post emailForm']],
    ['has an address with two dots', one('Cia Dal', 'cia@pargas..example'), ['4 E-post emailForm']],
    ['has an address of 255 bytes', one('Cia Dal', `${'c'.repeat(240)}@pargas.example`), ['4 E-post tooLong']],
    ['has an address that is in the list before', one('Cia Dal', 'BO@pargas.example'), ['4 E-post twice']],
    ['has a position of 201 bytes', one('Cia Dal', 'cia@b.example', { position: 'x'.repeat(201) }), ['4 Befattning tooLong']],
    ['has a sector of 101 bytes', one('Cia Dal', 'cia@b.example', { sector: 'x'.repeat(101) }), ['4 Sektor tooLong']],
    ['names its language', one('Cia Dal', 'cia@b.example', { language: 'svenska' }), ['4 Språk language']],
    ['ends its language with a hyphen', one('Cia Dal', 'cia@b.example', { language: 'sv-' }), ['4 Språk language']],
    ['has a Finnish identity code', one('Cia Dal', 'cia@b.example', { number: '010185-123D' }), ['4 Anställningsnummer identityCode']],
    ['has a Swedish identity code', one('Cia Dal', 'cia@b.example', { number: '19850101-1234' }), ['4 Anställningsnummer identityCode']],
    ['has a Danish identity code', one('Cia Dal', 'cia@b.example', { number: '0101851234' }), ['4 Anställningsnummer identityCode']],
    ['has a Norwegian identity code', one('Cia Dal', 'cia@b.example', { number: '01018512345' }), ['4 Anställningsnummer identityCode']],
    ['has an identity code with the hyphen of a word processor', one('Cia Dal', 'cia@b.example', { number: '010185\u2013123D' }), ['4 Anställningsnummer identityCode']],
    ['has an address for a number', one('Cia Dal', 'cia@b.example', { number: 'cia@b.example' }), ['4 Anställningsnummer numberAt']],
    ['has a number that was rounded', one('Cia Dal', 'cia@b.example', { number: '1,23457E+11' }), ['4 Anställningsnummer rounded']],
    ['has a number of 65 bytes', one('Cia Dal', 'cia@b.example', { number: '9'.repeat(65) }), ['4 Anställningsnummer tooLong']],
    ['has a number that is in the list before', one('Cia Dal', 'cia@b.example', { number: '1001' }), ['4 Anställningsnummer twice']],
    ['reports to no address', one('Cia Dal', 'cia@b.example', { manager: 'Åsa Östman' }), ['4 Chef emailLetter']],
    ['reports to herself', one('Cia Dal', 'cia@b.example', { manager: 'CIA@b.example' }), ['4 Chef ownManager']],
    ['reports in a ring', withRow('Cia;cia@b.example;;;;;disa@b.example\nDisa;disa@b.example;;;;;cia@b.example'), ['4 Chef ring', '5 Chef ring']],
  ])('%s', (_, bytes, mistakes) => {
    expect(told(bytes)).toEqual(mistakes);
    // Those before it are shown as in order.
    expect(readEnrolments(bytes).rows.filter(({ line }) => line < 4).every(({ inOrder }) => inOrder)).toBe(true);
  });

  it('is told together with all others', () => {
    expect(told(utf8('namn;e-post\n;cia\nDisa Dal;disa@b.example\nEva;\n'))).toEqual(['2 namn blank', '2 e-post emailNoAt', '4 e-post blank']);
  });

  it('takes no line with it but its own', () => {
    const { rows } = readEnrolments(one('', 'cia@pargas.example'));
    expect(rows.map(({ line, inOrder }) => [line, inOrder])).toEqual([[2, true], [3, true], [4, false]]);
  });
});

describe('who leads whom', () => {
  it('has managers come before those who report to them', () => {
    const { rows } = read('namn;e-post;chef\nA;a@b.example;b@b.example\nB;b@b.example;c@b.example\nC;c@b.example;\nD;d@b.example;x@b.example\n');
    expect(managersFirst(rows).map(({ leader }) => leader.name)).toEqual(['C', 'B', 'A', 'D']);
  });
});
