// SPDX-License-Identifier: Apache-2.0
// Figures for a spreadsheet: CSV after RFC 4180 but with `;`, UTF-8 with a byte order mark, so that a Nordic
// Excel opens it by itself; and as for the command line, with the cut-off in each row. Pure.
import Papa from 'papaparse';
import type { Sheet } from './sheet';

// A cell that a spreadsheet would take for a formula gets an apostrophe in front.
export function harmlessCell(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

export function sheetCsv(sheet: Sheet, label: (kind: string, label: string) => string, asOfMs: number): string {
  const asOf = new Date(asOfMs).toISOString();
  const rows = sheet.groups.flatMap((group) => group.rows.map((row) => [
    row.kind, harmlessCell(label(row.kind, row.label)), String(row.n),
    ...sheet.figures.map((_, at) => (row.values ? String(row.values[at]) : '')),
    row.telling === 'told' ? '' : row.telling, asOf,
  ]));
  const header = ['group', 'name', 'n', ...sheet.figures, 'suppressed', 'as_of'];
  return `\uFEFF${Papa.unparse([header, ...rows], { delimiter: ';', newline: '\r\n' })}\r\n`;
}
