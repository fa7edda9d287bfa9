// SPDX-License-Identifier: Apache-2.0
// What is wrong with a list, where, and in terms that can be said in any language.

export type MistakeCode =
  // The file as a whole.
  | 'tooLarge' | 'utf16' | 'workbook' | 'nul' | 'falseMark' | 'mixed' | 'neither' | 'empty' | 'noSeparator' | 'tooManyRows' | 'nobody'
  // Quotes.
  | 'quoteOpen' | 'quoteTrailing'
  // The header line.
  | 'headingControl' | 'headingTwice' | 'noName' | 'noEmail'
  // A row.
  | 'cells' | 'twice' | 'ownManager' | 'ring'
  // A cell.
  | 'formula' | 'broken' | 'blank' | 'tooLong' | 'control'
  | 'emailLetter' | 'emailSpace' | 'emailNoAt' | 'emailManyAt' | 'emailNoName' | 'emailNoDomain' | 'emailForm'
  | 'language' | 'identityCode' | 'numberAt' | 'rounded'
  // Advice that stops nothing.
  | 'unread' | 'unreadNearest';

export interface Mistake {
  line: number;
  // As the heading is written in the file; "column 3" has only its number; empty for the whole line.
  field: string;
  column: number;
  code: MistakeCode;
  values: Record<string, string | number>;
}

export class Mistakes {
  private readonly all: Mistake[] = [];

  add(line: number, code: MistakeCode, where: { field?: string; column?: number } = {}, values: Mistake['values'] = {}): void {
    this.all.push({ line, code, field: where.field ?? '', column: where.column ?? 0, values });
  }

  count(): number {
    return this.all.length;
  }

  // By line; those of a line as they were found.
  sorted(): Mistake[] {
    return [...this.all].sort((a, b) => a.line - b.line);
  }
}

// As people see it: not more than a line of a table takes.
export function clipped(text: string, most = 40): string {
  const signs = [...text];
  return signs.length > most ? `${signs.slice(0, most - 1).join('')}…` : text;
}
