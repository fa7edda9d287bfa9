// SPDX-License-Identifier: Apache-2.0
// A list of leaders as HR saves it. Every mistake is told with its line and heading, and only a list without
// any enrols anybody. Pure.
import { type Column, columnCalled, hasControl, type Leader, nearestHeading, nobody, normalEmail, normalLanguage, problemWith } from './cells';
import { type CsvRow, readCsv } from './csv_rows';
import type { Encoding } from './csv_text';
import { clipped, type Mistake, Mistakes } from './mistakes';

export const kMaxFileBytes = 5 * 1024 * 1024;
export const kMaxRows = 10_000;

export interface LeaderRow {
  line: number;
  leader: Leader;
  inOrder: boolean;
}

export interface EnrolmentFile {
  encoding: Encoding;
  separator: string;
  rows: LeaderRow[];
  mistakes: Mistake[];
  // Words of advice: a column that is not read. They stop nothing.
  notes: Mistake[];
}

// For each row the one of the person whom it reports to; -1 when that is nobody of the list.
function managersIn(rows: LeaderRow[]): number[] {
  const byEmail = new Map<string, number>();
  for (const [at, row] of rows.entries()) {
    const email = normalEmail(row.leader.email);
    if (!byEmail.has(email)) byEmail.set(email, at);
  }
  return rows.map(({ leader }) => (leader.manager ? byEmail.get(normalEmail(leader.manager)) ?? -1 : -1));
}

class Reader {
  private readonly mistakes = new Mistakes();
  private readonly notes = new Mistakes();
  private readonly rows: LeaderRow[] = [];
  // As they are written, for messages; and what they mean.
  private headings: string[] = [];
  private meaning: (Column | null)[] = [];
  private readonly emails = new Map<string, number>();
  private readonly numbers = new Map<string, number>();

  read(bytes: Uint8Array): EnrolmentFile {
    if (bytes.length > kMaxFileBytes) {
      this.mistakes.add(1, 'tooLarge', {}, { most: kMaxFileBytes / 1024 / 1024 });
      return this.result('UTF-8', '');
    }
    const table = readCsv(bytes, kMaxRows, this.mistakes);
    if (table.header && this.readHeader(table.header)) {
      for (const row of table.rows) this.readRow(row);
      this.checkManagers();
      if (table.rows.length === 0 && this.mistakes.count() === 0) this.mistakes.add(table.header.line, 'nobody');
    }
    return this.result(table.encoding, table.separator);
  }

  private result(encoding: Encoding, separator: string): EnrolmentFile {
    return { encoding, separator, rows: this.rows, mistakes: this.mistakes.sorted(), notes: this.notes.sorted() };
  }

  // False when rows cannot be read by it.
  private readHeader(header: CsvRow): boolean {
    const before = this.mistakes.count();
    const seen = new Map<Column, number>();
    for (const [at, cell] of header.cells.entries()) {
      const control = hasControl(cell);
      const where = { field: control ? '' : clipped(cell), column: at + 1 };
      this.headings.push(where.field);
      const column = control ? null : columnCalled(cell);
      this.meaning.push(column && !seen.has(column) ? column : null);
      if (control) this.mistakes.add(header.line, 'headingControl', where);
      else if (!column) this.noteUnread(header.line, cell, where);
      else if (seen.has(column)) this.mistakes.add(header.line, 'headingTwice', where, { first: seen.get(column)! });
      else seen.set(column, at + 1);
    }
    if (!seen.has('name')) this.mistakes.add(header.line, 'noName');
    if (!seen.has('email')) this.mistakes.add(header.line, 'noEmail');
    return this.mistakes.count() === before;
  }

  private noteUnread(line: number, heading: string, where: { field: string; column: number }): void {
    const nearest = nearestHeading(heading);
    this.notes.add(line, nearest ? 'unreadNearest' : 'unread', where, nearest ? { nearest } : {});
  }

  private readRow({ line, cells }: CsvRow): void {
    const before = this.mistakes.count();
    const fits = cells.length === this.meaning.length;
    if (!fits) this.mistakes.add(line, 'cells', {}, { cells: cells.length, headings: this.meaning.length });
    const leader: Leader = { ...nobody };
    for (const [at, column] of this.meaning.entries()) {
      const cell = cells[at];
      if (!column || cell === undefined) continue;
      leader[column] = cell;
      // In a row of another length the cells are not where they should be.
      if (fits) this.checkCell(line, at, column, cell);
    }
    leader.language = leader.language && normalLanguage(leader.language);
    this.rows.push({ line, leader, inOrder: this.mistakes.count() === before });
  }

  private checkCell(line: number, at: number, column: Column, cell: string): void {
    const problem = problemWith(column, cell);
    if (problem) this.mistakes.add(line, problem.code, this.where(at), problem.values);
    else if (column === 'email') this.checkOnce(this.emails, normalEmail(cell), line, at);
    else if (column === 'number' && cell) this.checkOnce(this.numbers, cell, line, at);
  }

  private checkOnce(seen: Map<string, number>, value: string, line: number, at: number): void {
    const first = seen.get(value);
    if (first === undefined) seen.set(value, line);
    else this.mistakes.add(line, 'twice', this.where(at), { first });
  }

  // Nobody reports to himself, nor in a ring of the list.
  private checkManagers(): void {
    const managers = managersIn(this.rows);
    const at = this.meaning.indexOf('manager');
    for (const [row, manager] of managers.entries()) {
      let above = manager;
      for (let steps = 0; above !== -1 && above !== row && steps < managers.length; ++steps) above = managers[above]!;
      if (above !== row) continue;
      this.mistakes.add(this.rows[row]!.line, manager === row ? 'ownManager' : 'ring', this.where(at));
      this.rows[row]!.inOrder = false;
    }
  }

  private where(at: number): { field: string; column: number } {
    return { field: this.headings[at] ?? '', column: at + 1 };
  }
}

export function readEnrolments(bytes: Uint8Array): EnrolmentFile {
  return new Reader().read(bytes);
}

// In an order in which whoever reports to somebody of the list comes after that one, else as they are: only
// who is there already can be named as a manager.
export function managersFirst(rows: LeaderRow[]): LeaderRow[] {
  const managers = managersIn(rows);
  const done = new Set<number>();
  const ordered: LeaderRow[] = [];
  for (const row of rows.keys()) {
    // From this one up to somebody who was placed before, then down again.
    const line: LeaderRow[] = [];
    for (let next = row; next !== -1 && !done.has(next); next = managers[next]!) {
      done.add(next);
      line.unshift(rows[next]!);
    }
    ordered.push(...line);
  }
  return ordered;
}
