// SPDX-License-Identifier: Apache-2.0
// What is wrong with a data file, where, and in terms that can be said in any language.

export type FileMistakeCode =
  | 'tooLarge' | 'notUtf8' | 'notYaml' | 'empty' | 'second' | 'unknownFormat' | 'demo'
  | 'missing' | 'isEmpty' | 'needsMap' | 'needsValue' | 'needsList' | 'needsTexts' | 'emptyList' | 'twice' | 'noSuchField' | 'noSuchFieldNearest'
  | 'tooLong' | 'control' | 'slug' | 'notWhole' | 'range' | 'currency' | 'per' | 'languageTag' | 'languageTwice' | 'languageMany' | 'notAmong'
  | 'html' | 'codeTwice' | 'titleLong' | 'manyAssignments' | 'quoted' | 'digits' | 'noName' | 'sameVersion'
  // Advice that stops nothing.
  | 'words';

export interface FileMistake {
  line: number;
  // "themes[ledarskap].name.fi"; empty for the file.
  path: string;
  code: FileMistakeCode;
  values: Record<string, string | number>;
}
