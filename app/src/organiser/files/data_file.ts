// SPDX-License-Identifier: Apache-2.0
// The files of programmes/: a programme with its library, or a list of municipalities, in YAML or JSON (which
// is YAML too). Everything is checked before anything is imported. Formats and limits: programmes/README.md.
import { isMap, isScalar, LineCounter, type Node, parseAllDocuments, type YAMLMap } from 'yaml';
import { MapReader, Report } from './map_reader';
import type { FileMistake } from './mistakes';

export const kMaxBytes = 8 * 1024 * 1024;
const kMaxCode = 64;
const kMaxTitle = 200;
const kMaxText = 20_000;
const kMaxTitleSigns = 120;
const kMaxLanguages = 12;
const kMaxAssignments = 100;
// What a brief usually takes, in words.
const kFewWords = 90;
const kManyWords = 180;

export interface TemplateData {
  code: string;
  minutes: number;
  title: Record<string, string>;
  brief: Record<string, string>;
}
export interface ThemeData {
  code: string;
  position: number;
  name: Record<string, string>;
  summary: Record<string, string>;
  assignments: TemplateData[];
}
export interface ProgrammeData {
  kind: 'programme';
  code: string;
  version: number;
  languages: string[];
  name: Record<string, string>;
  summary: Record<string, string>;
  priceCents: number;
  currency: string;
  themes: ThemeData[];
}
export interface MunicipalityData {
  country: string;
  code: string;
  name: Record<string, string>;
  languages: string[];
}
export interface MunicipalitiesData {
  kind: 'municipalities';
  municipalities: MunicipalityData[];
}

export interface DataFile {
  // Null when something is wrong.
  content: ProgrammeData | MunicipalitiesData | null;
  mistakes: FileMistake[];
  notes: FileMistake[];
}

// Words: runs of signs with a letter in them, so that "1." and "-" do not count.
export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
}

// "<b>", "</p>", "<!--"; not "<https://...>", "< 5" or "<-".
export function hasHtml(text: string): boolean {
  return /<(?!https?:|mailto:)[a-z/!]/i.test(text);
}

function pathTo(list: string, item: Node, at: number): string {
  const code = isMap(item) ? (item as YAMLMap).get('code') : undefined;
  return `${list}[${typeof code === 'string' && code ? code.slice(0, kMaxCode) : at + 1}]`;
}

class ProgrammeReader {
  private languages: string[] = [];
  private readonly themeCodes = new Set<string>();
  private readonly assignmentCodes = new Set<string>();

  constructor(private readonly report: Report) {}

  read(top: MapReader): ProgrammeData {
    const code = top.slug('code', 3, kMaxCode);
    const version = top.whole('version', 1, 1_000_000);
    this.languages = top.languages('languages', kMaxLanguages);
    const name = top.texts('name', this.languages, kMaxTitle, 'line');
    const summary = top.texts('summary', this.languages, kMaxText, 'markdown');
    const price = this.price(top);
    const themes = top.list('themes').map((node, at) => this.theme(new MapReader(node, pathTo('themes', node, at), this.report), at + 1));
    top.nothingElse();
    return { kind: 'programme', code, version, languages: this.languages, name, summary, ...price, themes };
  }

  private price(top: MapReader): { priceCents: number; currency: string } {
    const node = top.map('price');
    if (!node) return { priceCents: 0, currency: '' };
    const price = new MapReader(node, 'price', this.report);
    const priceCents = price.whole('amount_cents', 0, 100_000_000);
    const currency = price.textLine('currency', 20);
    if (currency && !/^[A-Z]{3}$/.test(currency)) price.wrong('currency', 'currency');
    const per = price.textLine('per', 20);
    if (per && per !== 'person') price.wrong('per', 'per');
    price.nothingElse();
    return { priceCents, currency };
  }

  private theme(reader: MapReader, position: number): ThemeData {
    const code = this.code(reader, this.themeCodes);
    const name = reader.texts('name', this.languages, kMaxTitle, 'line');
    const summary = reader.texts('summary', this.languages, kMaxText, 'markdown');
    const nodes = reader.list('assignments');
    if (nodes.length > kMaxAssignments) reader.wrong('assignments', 'manyAssignments', { count: nodes.length, most: kMaxAssignments });
    const assignments = nodes.map((node, at) => this.assignment(new MapReader(node, pathTo(reader.at('assignments'), node, at), this.report)));
    reader.nothingElse();
    return { code, position, name, summary, assignments };
  }

  private assignment(reader: MapReader): TemplateData {
    const code = this.code(reader, this.assignmentCodes);
    const minutes = reader.whole('minutes', 5, 600);
    const title = reader.texts('title', this.languages, kMaxTitle, 'line');
    for (const [language, words] of Object.entries(title)) {
      const signs = [...words].length;
      if (signs > kMaxTitleSigns) reader.wrong('title', 'titleLong', { language, signs, most: kMaxTitleSigns });
    }
    const brief = reader.texts('brief', this.languages, kMaxText, 'markdown');
    for (const [language, words] of Object.entries(brief)) this.checkBrief(reader, language, words);
    reader.nothingElse();
    return { code, minutes, title, brief };
  }

  private checkBrief(reader: MapReader, language: string, brief: string): void {
    if (hasHtml(brief)) reader.wrong('brief', 'html', { language });
    const words = countWords(brief);
    if (words < kFewWords || words > kManyWords) reader.note('brief', 'words', { language, words, few: kFewWords, many: kManyWords });
  }

  // Codes are how people and reports refer to things, so each is used once.
  private code(reader: MapReader, used: Set<string>): string {
    const code = reader.slug('code', 3, kMaxCode);
    if (code && used.has(code)) reader.wrong('code', 'codeTwice', { code });
    used.add(code);
    return code;
  }
}

function readMunicipalities(top: MapReader, report: Report): MunicipalitiesData {
  const country = top.textLine('country', 2);
  if (country && !/^[A-Z]{2}$/.test(country)) top.wrong('country', 'slug', { text: country, least: 2, most: 2 });
  // For people who read the file; Samstig does not keep it.
  top.optionalLine('source', kMaxText);
  const codes = new Set<string>();
  const municipalities = top.list('municipalities').map((node, at): MunicipalityData => {
    const reader = new MapReader(node, pathTo('municipalities', node, at), report);
    const code = reader.quotedCode('code');
    if (code && !/^\d{3,4}$/.test(code)) reader.wrong('code', 'digits', { code });
    else if (code && codes.has(code)) reader.wrong('code', 'codeTwice', { code });
    codes.add(code);
    const name = reader.texts('name', [], kMaxTitle, 'line');
    const languages = reader.languages('languages', kMaxLanguages);
    for (const language of languages) if (Object.keys(name).length > 0 && !name[language]) reader.wrong('name', 'noName', { language });
    reader.optionalLine('region', kMaxTitle);
    reader.nothingElse();
    return { country, code, name, languages };
  });
  top.nothingElse();
  return { kind: 'municipalities', municipalities };
}

function readTop(node: Node, report: Report): DataFile['content'] {
  const top = new MapReader(node, '', report);
  if (!isMap(node)) return null;
  const format = top.textLine('format', 64);
  switch (format) {
    case 'samstig-programme/1': return new ProgrammeReader(report).read(top);
    case 'samstig-municipalities/1': return readMunicipalities(top, report);
    case 'samstig-demo/1': top.wrong('format', 'demo'); return null;
    case '': return null;
    default: top.wrong('format', 'unknownFormat', { format: format.slice(0, 60) }); return null;
  }
}

export function readDataFile(bytes: Uint8Array): DataFile {
  const lines = new LineCounter();
  const report = new Report(lines);
  const done = (content: DataFile['content']): DataFile => {
    const mistakes = [...report.mistakes].sort((a, b) => a.line - b.line);
    return { content: mistakes.length > 0 ? null : content, mistakes, notes: report.notes };
  };
  if (bytes.length > kMaxBytes) {
    report.wrong(1, '', 'tooLarge', { most: kMaxBytes / 1024 / 1024 });
    return done(null);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    report.wrong(1, '', 'notUtf8');
    return done(null);
  }
  // Repeated keys are told with both their lines by MapReader. What refers to itself is never followed.
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, merge: false, maxAliasCount: 0 } as Parameters<typeof parseAllDocuments>[1]);
  if (!Array.isArray(documents) || documents.length === 0) {
    report.wrong(1, '', 'empty');
    return done(null);
  }
  for (const { errors } of documents) for (const error of errors) report.wrong(error.linePos?.[0].line ?? 1, '', 'notYaml', { detail: error.code });
  if (report.mistakes.length > 0) return done(null);
  if (documents.length > 1) {
    report.wrong(report.lineOf(documents[1]!.contents), '', 'second');
    return done(null);
  }
  const top = documents[0]!.contents as Node | null;
  if (top === null || (isScalar(top) && top.value === null)) {
    report.wrong(1, '', 'empty');
    return done(null);
  }
  return done(readTop(top, report));
}
