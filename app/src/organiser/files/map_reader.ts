// SPDX-License-Identifier: Apache-2.0
// Reads one group of fields of a YAML document, and notes everything that is wrong with it: with line and
// path, so that one pass tells all.
import { isMap, isScalar, isSeq, type LineCounter, type Node, type Pair, Scalar, type YAMLMap } from 'yaml';
import { distance, hasControl } from '../../municipality/enrol/cells';
import type { FileMistake, FileMistakeCode } from './mistakes';

export class Report {
  readonly mistakes: FileMistake[] = [];
  readonly notes: FileMistake[] = [];

  constructor(private readonly lines: LineCounter) {}

  lineOf(node: unknown): number {
    const start = (node as Node | null)?.range?.[0];
    return start === undefined ? 1 : this.lines.linePos(start).line;
  }
  wrong(line: number, path: string, code: FileMistakeCode, values: FileMistake['values'] = {}): void {
    this.mistakes.push({ line, path, code, values });
  }
  note(line: number, path: string, code: FileMistakeCode, values: FileMistake['values'] = {}): void {
    this.notes.push({ line, path, code, values });
  }
}

export type Shape = 'line' | 'markdown';

const bytesOf = (text: string) => new TextEncoder().encode(text).length;
const isBlankText = (text: string) => text.trim() === '';
const isTag = (tag: string) => /^[A-Za-z0-9-]{2,35}$/.test(tag);
export const clip = (text: string, most = 60) => ([...text].length > most ? `${[...text].slice(0, most - 1).join('')}…` : text);

export class MapReader {
  private readonly fields = new Map<string, { value: Node | null; line: number; asked: boolean }>();
  private readonly known: string[] = [];
  readonly line: number;

  constructor(node: Node | null, readonly path: string, private readonly report: Report) {
    this.line = report.lineOf(node);
    if (!isMap(node)) {
      report.wrong(this.line, path, 'needsMap');
      return;
    }
    for (const pair of (node as YAMLMap<Node, Node | null>).items) this.take(pair);
  }

  private take(pair: Pair<Node, Node | null>): void {
    const name = isScalar(pair.key) ? String(pair.key.value) : '';
    const line = this.report.lineOf(pair.key);
    const before = this.fields.get(name);
    if (before) this.report.wrong(line, this.at(name), 'twice', { first: before.line });
    else this.fields.set(name, { value: pair.value, line, asked: false });
  }

  at(field: string): string {
    return this.path ? `${this.path}.${field}` : field;
  }
  wrong(field: string, code: FileMistakeCode, values?: FileMistake['values']): void {
    this.report.wrong(this.fields.get(field)?.line ?? this.line, this.at(field), code, values);
  }
  note(field: string, code: FileMistakeCode, values?: FileMistake['values']): void {
    this.report.note(this.fields.get(field)?.line ?? this.line, this.at(field), code, values);
  }
  has(field: string): boolean {
    return this.fields.has(field);
  }

  private need(name: string): Node | null {
    this.known.push(name);
    const field = this.fields.get(name);
    if (!field) {
      this.report.wrong(this.line, this.at(name), 'missing');
      return null;
    }
    field.asked = true;
    if (field.value === null || (isScalar(field.value) && field.value.value === null)) {
      this.wrong(name, 'isEmpty');
      return null;
    }
    return field.value;
  }

  // As it is written: 035 and "035" alike.
  private scalar(name: string): { text: string; quoted: boolean } | null {
    const node = this.need(name);
    if (!node) return null;
    if (!isScalar(node)) {
      this.wrong(name, 'needsValue');
      return null;
    }
    const quoted = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE;
    return { text: quoted ? String(node.value) : node.source ?? String(node.value), quoted };
  }

  private checkText(line: number, path: string, text: string, most: number, shape: Shape): boolean {
    const bytes = bytesOf(text);
    const control = shape === 'line' ? hasControl(text) : hasControl(text.replace(/[\n\r\t]/g, ''));
    if (bytes > most) this.report.wrong(line, path, 'tooLong', { bytes, most });
    else if (control) this.report.wrong(line, path, 'control');
    else if (isBlankText(text)) this.report.wrong(line, path, 'isEmpty');
    else return true;
    return false;
  }

  textLine(field: string, most: number): string {
    const found = this.scalar(field);
    if (!found) return '';
    this.checkText(this.fields.get(field)!.line, this.at(field), found.text, most, 'line');
    return found.text;
  }
  optionalLine(field: string, most: number): string {
    if (this.has(field)) return this.textLine(field, most);
    this.known.push(field);
    return '';
  }
  slug(field: string, least: number, most: number): string {
    const found = this.scalar(field);
    if (!found) return '';
    const fits = /^[a-z0-9-]*$/.test(found.text) && found.text.length >= least && found.text.length <= most;
    if (!fits) this.wrong(field, 'slug', { text: clip(found.text), least, most });
    return found.text;
  }
  quotedCode(field: string): string {
    const found = this.scalar(field);
    if (found && !found.quoted) this.wrong(field, 'quoted', { text: clip(found.text, 20) });
    return found?.text ?? '';
  }
  whole(field: string, least: number, most: number): number {
    const found = this.scalar(field);
    if (!found) return least;
    if (found.quoted || !/^-?\d{1,15}$/.test(found.text)) {
      this.wrong(field, 'notWhole', { text: clip(found.text, 40) });
      return least;
    }
    const value = Number(found.text);
    if (value >= least && value <= most) return value;
    this.wrong(field, 'range', { least, most });
    return least;
  }

  languages(field: string, most: number): string[] {
    const tags: string[] = [];
    for (const item of this.list(field)) {
      const tag = isScalar(item) ? String(item.value) : '';
      const line = this.report.lineOf(item);
      if (!isTag(tag)) this.report.wrong(line, this.at(field), 'languageTag', { tag: clip(tag, 40) });
      else if (tags.includes(tag)) this.report.wrong(line, this.at(field), 'languageTwice', { tag });
      else tags.push(tag);
    }
    if (tags.length > most) this.wrong(field, 'languageMany', { count: tags.length, most });
    return tags;
  }

  // A text for each language. `languages`: those it must have, and no others; empty: any.
  texts(field: string, languages: string[], most: number, shape: Shape): Record<string, string> {
    const node = this.need(field);
    if (!node) return {};
    if (!isMap(node)) {
      this.wrong(field, 'needsTexts');
      return {};
    }
    const texts: Record<string, string> = {};
    const given = new Set<string>();
    for (const pair of (node as YAMLMap<Node, Node | null>).items) {
      const tag = isScalar(pair.key) ? String(pair.key.value) : '';
      const line = this.report.lineOf(pair.key);
      const path = `${this.at(field)}.${tag}`;
      if (given.has(tag)) this.report.wrong(line, path, 'twice', { first: line });
      else if (languages.length > 0 && !languages.includes(tag)) this.report.wrong(line, path, 'notAmong', { languages: languages.join(', ') });
      else if (!isTag(tag)) this.report.wrong(line, this.at(field), 'languageTag', { tag: clip(tag, 40) });
      else this.takeText(texts, tag, pair.value, { line, path, most, shape });
      given.add(tag);
    }
    for (const tag of languages.filter((one) => !given.has(one))) this.report.wrong(this.fields.get(field)!.line, `${this.at(field)}.${tag}`, 'missing');
    return texts;
  }

  private takeText(texts: Record<string, string>, tag: string, node: Node | null, where: { line: number; path: string; most: number; shape: Shape }): void {
    if (node === null || (isScalar(node) && node.value === null)) this.report.wrong(where.line, where.path, 'isEmpty');
    else if (!isScalar(node)) this.report.wrong(where.line, where.path, 'needsValue');
    else {
      // YAML's block texts end with a line end that nobody meant.
      const text = (typeof node.value === 'string' ? node.value : node.source ?? String(node.value)).trim();
      if (this.checkText(where.line, where.path, text, where.most, where.shape)) texts[tag] = text;
    }
  }

  list(field: string): Node[] {
    const node = this.need(field);
    if (!node) return [];
    if (!isSeq(node)) {
      this.wrong(field, 'needsList');
      return [];
    }
    if (node.items.length === 0) this.wrong(field, 'emptyList');
    return node.items as Node[];
  }
  map(field: string): Node | null {
    const node = this.need(field);
    if (!node) return null;
    if (isMap(node)) return node;
    this.wrong(field, 'needsMap');
    return null;
  }
  nothingElse(): void {
    for (const [name, { line, asked }] of this.fields) {
      if (asked) continue;
      const nearest = this.known.find((known) => distance(name, known) <= 2);
      this.report.wrong(line, this.at(name), nearest ? 'noSuchFieldNearest' : 'noSuchField', nearest ? { nearest } : {});
    }
  }
}
