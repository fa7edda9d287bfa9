// SPDX-License-Identifier: Apache-2.0
// The text of a CSV file as spreadsheets save it: UTF-8 with or without a mark, or Windows-1252. What is
// neither is refused with its line, rather than guessed at: a broken name is worse than a second try.
import type { Mistakes } from './mistakes';

export type Encoding = 'UTF-8' | 'Windows-1252';

export interface CsvText {
  encoding: Encoding;
  text: string;
}

const kUndefined1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

function beginsWith(bytes: Uint8Array, ...start: number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}

function lineAt(bytes: Uint8Array, at: number): number {
  return 1 + bytes.subarray(0, at).filter((byte) => byte === 0x0a).length;
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

// Ã and one of the bytes that follow it in UTF-8: å, ä, ö and most other letters of Europe. Nobody writes
// this in Windows-1252, where it is "Ã¤".
function letterOfUtf8(bytes: Uint8Array): number {
  return bytes.findIndex((byte, at) => byte === 0xc3 && at + 1 < bytes.length && (bytes[at + 1]! & 0xc0) === 0x80);
}

export function decodeCsv(file: Uint8Array, mistakes: Mistakes): CsvText | null {
  const wrong = (at: number, ...rest: [code: Parameters<Mistakes['add']>[1], values?: Record<string, string>]) => {
    mistakes.add(lineAt(file, at), rest[0], {}, rest[1]);
    return null;
  };
  if (beginsWith(file, 0xff, 0xfe) || beginsWith(file, 0xfe, 0xff)) return wrong(0, 'utf16');
  // A spreadsheet's own formats are ZIP archives, or of the nineties.
  if (beginsWith(file, 0x50, 0x4b, 0x03, 0x04) || beginsWith(file, 0xd0, 0xcf, 0x11, 0xe0)) return wrong(0, 'workbook');
  const nul = file.indexOf(0);
  if (nul >= 0) return wrong(nul, 'nul');
  const marked = beginsWith(file, 0xef, 0xbb, 0xbf);
  const bytes = marked ? file.subarray(3) : file;
  const text = utf8(bytes);
  if (text !== null) return { encoding: 'UTF-8', text };
  if (marked) return wrong(0, 'falseMark');
  const mixed = letterOfUtf8(bytes);
  if (mixed >= 0) return wrong(mixed, 'mixed');
  const unknown = bytes.findIndex((byte) => kUndefined1252.has(byte));
  if (unknown >= 0) return wrong(unknown, 'neither', { byte: `0x${bytes[unknown]!.toString(16).toUpperCase()}` });
  return { encoding: 'Windows-1252', text: new TextDecoder('windows-1252').decode(bytes) };
}
