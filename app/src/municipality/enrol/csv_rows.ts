// SPDX-License-Identifier: Apache-2.0
// The rows of a CSV file, each with the line it begins in. Papa Parse takes the cells apart.
import Papa from 'papaparse';
import { decodeCsv, type Encoding } from './csv_text';
import type { Mistakes } from './mistakes';

export interface CsvRow {
  line: number;
  cells: string[];
}

export interface CsvTable {
  encoding: Encoding;
  // Empty when the file could not be read.
  separator: string;
  header: CsvRow | null;
  rows: CsvRow[];
}

const kSeparators = [';', '\t', ','];

// What the header line has most of, outside of quotes; empty when it has none of them.
export function separatorIn(text: string): string {
  const line = text.split('\n').find((one) => one.trim() !== '') ?? '';
  const counts = new Map(kSeparators.map((sign) => [sign, 0]));
  let quoted = false;
  for (const sign of line) {
    if (sign === '"') quoted = !quoted;
    else if (!quoted && counts.has(sign)) counts.set(sign, counts.get(sign)! + 1);
  }
  const most = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best));
  return most[1] > 0 ? most[0] : '';
}

// Trims also the space that does not break, which web pages and PDFs leave behind: JavaScript's trim does.
function cellsOf(text: string, separator: string, maxRows: number, mistakes: Mistakes): CsvRow[] {
  const rows: CsvRow[] = [];
  let line = 1;
  let read = 0;
  let stopped = false;
  Papa.parse<string[]>(text, {
    delimiter: separator, newline: '\n', fastMode: false,
    step: ({ data, errors, meta }, parser) => {
      const row = { line, cells: data.map((cell) => cell.trim()) };
      const upTo = meta.cursor ?? text.length;
      for (; read < upTo; ++read) line += text[read] === '\n' ? 1 : 0;
      if (stopped) return;
      const wrong = errors.find((error) => error.type === 'Quotes');
      if (wrong) {
        const code = wrong.code === 'MissingQuotes' ? 'quoteOpen' : 'quoteTrailing';
        mistakes.add(row.line, code, { column: row.cells.length });
        // What follows is not where it seems to be.
        stopped = true;
        parser.abort();
        return;
      }
      if (row.cells.every((cell) => cell === '')) return;
      if (rows.length > maxRows) {
        mistakes.add(row.line, 'tooManyRows', {}, { most: maxRows });
        stopped = true;
        parser.abort();
        return;
      }
      rows.push(row);
    },
  });
  return rows;
}

export function readCsv(file: Uint8Array, maxRows: number, mistakes: Mistakes): CsvTable {
  const table: CsvTable = { encoding: 'UTF-8', separator: '', header: null, rows: [] };
  const decoded = decodeCsv(file, mistakes);
  if (!decoded) return table;
  table.encoding = decoded.encoding;
  const text = decoded.text.replace(/\r\n?/g, '\n');
  if (text.trim() === '') {
    mistakes.add(1, 'empty');
    return table;
  }
  table.separator = separatorIn(text);
  if (!table.separator) {
    mistakes.add(1, 'noSeparator');
    return table;
  }
  const before = mistakes.count();
  const [header, ...rows] = cellsOf(text, table.separator, maxRows, mistakes);
  if (!header && mistakes.count() === before) mistakes.add(1, 'empty');
  return { ...table, header: header ?? null, rows };
}
