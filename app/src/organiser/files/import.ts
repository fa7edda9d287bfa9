// SPDX-License-Identifier: Apache-2.0
// What importing a file would change: what is there already and equal is left alone.
import type { Intent, Samstig } from '@samstig/client';
import {
  create, LocalTextSchema, type Municipality, MunicipalitySchema, type Programme, ProgrammeSchema, PublishProgrammeSchema, PublishThemeSchema,
  RegisterMunicipalitySchema, type Theme, ThemeSchema, toJson,
} from '@samstig/client/messages';
import { one } from '../../shared/copy';
import type { DataFile, MunicipalitiesData, ProgrammeData, ThemeData } from './data_file';
import type { FileMistake } from './mistakes';

export interface ImportPlan {
  intents: Intent[];
  added: number;
  changed: number;
  unchanged: number;
  mistakes: FileMistake[];
}

const localText = (byLanguage: Record<string, string>) => create(LocalTextSchema, { byLanguage });

export function programmeFrom(data: ProgrammeData): Programme {
  const { code, version, languages, priceCents, currency } = data;
  return create(ProgrammeSchema, { code, version, languages, name: localText(data.name), summary: localText(data.summary), priceCents: BigInt(priceCents), currency });
}

export function themeFrom(data: ThemeData, programmeId: Uint8Array): Theme {
  const { code, position } = data;
  return create(ThemeSchema, {
    programmeId, code, position, name: localText(data.name), summary: localText(data.summary),
    assignments: data.assignments.map(({ title, brief, ...rest }) => ({ ...rest, title: localText(title), brief: localText(brief) })),
  });
}

// With the languages of each text in one order: the order in a file means nothing.
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, ordered(inner)]));
}
export const samePlain = (a: unknown, b: unknown): boolean => JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));

class Planning {
  readonly plan: ImportPlan = { intents: [], added: 0, changed: 0, unchanged: 0, mistakes: [] };

  // True when what is there is another.
  note(before: unknown, after: unknown, intent: Intent): boolean {
    if (before !== null && samePlain(before, after)) {
      ++this.plan.unchanged;
      return false;
    }
    ++this.plan[before === null ? 'added' : 'changed'];
    this.plan.intents.push(intent);
    return before !== null;
  }
}

async function planProgramme(client: Samstig, data: ProgrammeData): Promise<ImportPlan> {
  const planning = new Planning();
  const id = await client.namedId('programme', data.code);
  const before = await one(client, 'programme', id);
  const programme = programmeFrom(data);
  const json = (of: Programme) => toJson(ProgrammeSchema, of);
  let altered = planning.note(before && json(before.body), json(programme), { case: 'publishProgramme', value: create(PublishProgrammeSchema, { id, programme }) });
  for (const themeData of data.themes) {
    const themeId = await client.namedId('theme', data.code, themeData.code);
    const theme = themeFrom(themeData, id);
    const there = await one(client, 'theme', themeId);
    const themeJson = (of: Theme) => toJson(ThemeSchema, of);
    const changed = planning.note(there && themeJson(there.body), themeJson(theme), { case: 'publishTheme', value: create(PublishThemeSchema, { id: themeId, theme }) });
    altered ||= changed;
  }
  // Who reads version 2 somewhere else shall read the same as here.
  const stale = before !== null && (before.body.version > data.version || (altered && before.body.version === data.version));
  if (stale) planning.plan.mistakes.push({ line: 1, path: 'version', code: 'sameVersion', values: { version: before.body.version } });
  return planning.plan;
}

async function planMunicipalities(client: Samstig, data: MunicipalitiesData): Promise<ImportPlan> {
  const planning = new Planning();
  for (const { country, code, name, languages } of data.municipalities) {
    const id = await client.namedId('municipality', country, code);
    const before = await one(client, 'municipality', id);
    const municipality = create(MunicipalitySchema, { country, code, name: localText(name), languages });
    const json = (of: Municipality) => toJson(MunicipalitySchema, of);
    planning.note(before && json(before.body), json(municipality), { case: 'registerMunicipality', value: create(RegisterMunicipalitySchema, { id, municipality }) });
  }
  return planning.plan;
}

export async function planImport(client: Samstig, content: NonNullable<DataFile['content']>): Promise<ImportPlan> {
  return content.kind === 'programme' ? planProgramme(client, content) : planMunicipalities(client, content);
}
