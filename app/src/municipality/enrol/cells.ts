// SPDX-License-Identifier: Apache-2.0
// The columns of a list of leaders: how they may be headed, and what may stand in them. Stricter than the
// rules of the network where a spreadsheet's accident is likelier than intent. The same as for the command
// line (docs/cli.md, "Enrolling from HR's list").
import { looksLikeIdentityCode } from '../../shared/identity_code';
import type { MistakeCode } from './mistakes';

export const columns = ['name', 'email', 'position', 'sector', 'language', 'number', 'manager'] as const;
export type Column = (typeof columns)[number];
export type Leader = Record<Column, string>;

export const nobody: Leader = { name: '', email: '', position: '', sector: '', language: '', number: '', manager: '' };

// The first is how messages call the column.
export const headings: Record<Column, string[]> = {
  name: ['name', 'namn', 'nimi', 'navn'],
  email: ['e-mail', 'e-post', 'sähköposti'],
  position: ['position', 'befattning', 'titel', 'tehtävä', 'stilling'],
  sector: ['sector', 'sektor', 'toimiala'],
  language: ['language', 'språk', 'kieli', 'sprog'],
  number: ['id', 'external id', 'anställningsnummer', 'henkilönumero', 'medarbejdernummer'],
  manager: ['manager', "manager's e-mail", 'chef', 'chefens e-post', 'närmaste chef', 'esihenkilö', 'esihenkilön sähköposti', 'leder', 'leders e-mail'],
};

// "E-Post" and "epost" are one heading, "Språk" and "SPRAK" as well.
function plain(heading: string): string {
  return heading.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/ø/gi, 'o').replace(/[-_ ]/g, '').toLowerCase();
}

export function columnCalled(heading: string): Column | null {
  const wanted = plain(heading);
  return columns.find((column) => headings[column].some((known) => plain(known) === wanted)) ?? null;
}

// How many letters one has to change to come from one word to the other.
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; ++i) {
    const next = [i];
    for (let j = 1; j <= b.length; ++j) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

export function nearestHeading(heading: string): string {
  const wanted = plain(heading);
  for (const column of columns) {
    // Of a word of two letters everything short is near.
    const near = headings[column].find((known) => known.length > 3 && distance(wanted, plain(known)) <= 2);
    if (near) return near;
  }
  return '';
}

export interface Problem {
  code: MistakeCode;
  values?: Record<string, string | number>;
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length;
export const hasControl = (text: string) => /[\u0000-\u001f\u007f-\u009f]/.test(text);

// A letter that was written as UTF-8 and read as Windows-1252, "Ã¤" for "ä"; or one that was given up.
const hasBrokenLetters = (text: string) => /\ufffd|Ã[\u0080-\u00bf…„–]/.test(text);

function problemWithLine(cell: string, most: number, needed: boolean): Problem | null {
  if (bytesOf(cell) > most) return { code: 'tooLong', values: { bytes: bytesOf(cell), most } };
  if (hasControl(cell)) return { code: 'control' };
  return needed && cell.trim() === '' ? { code: 'blank' } : null;
}

export function problemWithEmail(cell: string): Problem | null {
  const line = problemWithLine(cell, 254, true);
  if (line) return line;
  if (/[^\u0000-\u007f]/.test(cell)) return { code: 'emailLetter' };
  if (cell.includes(' ')) return { code: 'emailSpace' };
  const [name, domain, ...more] = cell.split('@');
  if (domain === undefined) return { code: 'emailNoAt' };
  if (more.length > 0) return { code: 'emailManyAt' };
  if (name === '') return { code: 'emailNoName' };
  if (!domain.includes('.')) return { code: 'emailNoDomain' };
  const odd = /[\t"<>,;:\\()[\]]/.test(cell) || domain.startsWith('.') || domain.endsWith('.') || domain.includes('..');
  return odd ? { code: 'emailForm' } : null;
}

// The rules would take "svenska" for a tag.
function problemWithLanguage(cell: string): Problem | null {
  return cell === '' || (cell.length <= 35 && /^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(cell)) ? null : { code: 'language' };
}

// "1,23457E+11" is what a spreadsheet makes of a long number in a narrow column.
function problemWithNumber(cell: string): Problem | null {
  const line = problemWithLine(cell, 64, false);
  if (line) return line;
  if (looksLikeIdentityCode(cell)) return { code: 'identityCode' };
  if (cell.includes('@')) return { code: 'numberAt' };
  return /^[0-9.,]+E\+[0-9]+$/i.test(cell) ? { code: 'rounded' } : null;
}

export function problemWith(column: Column, cell: string): Problem | null {
  if (/^[=+@]/.test(cell)) return { code: 'formula', values: { sign: cell[0]! } };
  if (hasBrokenLetters(cell)) return { code: 'broken' };
  switch (column) {
    case 'name': return problemWithLine(cell, 200, true);
    case 'email': return problemWithEmail(cell);
    case 'position': return problemWithLine(cell, 200, false);
    case 'sector': return problemWithLine(cell, 100, false);
    case 'language': return problemWithLanguage(cell);
    case 'number': return problemWithNumber(cell);
    case 'manager': return cell === '' ? null : problemWithEmail(cell);
  }
}

// "SV-fi" is "sv-FI".
export function normalLanguage(tag: string): string {
  const [primary, ...rest] = tag.split('-');
  return [primary!.toLowerCase(), ...rest.map((part) => (part.length === 2 ? part.toUpperCase() : part))].join('-');
}

// Lower case, as addresses are compared and kept.
export function normalEmail(email: string): string {
  return email.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

// What makes a leader the same one in the next list.
export function keyOf(leader: Leader): string {
  return leader.number || normalEmail(leader.email);
}
