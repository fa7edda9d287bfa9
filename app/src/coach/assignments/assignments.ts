// SPDX-License-Identifier: Apache-2.0
// The assignments of a cohort as its coach sees them, and the library they are taken from.
import type { Samstig } from '@samstig/client';
import { AssignmentState, type AssignmentTemplate } from '@samstig/client/messages';
import { all, type Of, one } from '../../shared/copy';
import { idText } from '../../shared/ids';
import { People } from '../../shared/people';
import type { Words } from '../../shared/words';

// 'coming' is published but not open yet.
export type Stage = 'scheduled' | 'coming' | 'open' | 'grace' | 'closed';

export interface AssignmentRow {
  id: string;
  of: Of<'assignment'>;
  title: string;
  theme: string;
  stage: Stage;
  // Null: for everybody.
  whom: string | null;
  publishMs: number;
  opensMs: number;
  dueMs: number;
  reports: number;
}

export function stageOf({ state, opensMs, dueMs }: { state: AssignmentState; opensMs: bigint; dueMs: bigint }, graceMs: number, now: number): Stage {
  if (state === AssignmentState.SCHEDULED) return 'scheduled';
  if (state === AssignmentState.CLOSED || now > Number(dueMs) + graceMs) return 'closed';
  if (now < Number(opensMs)) return 'coming';
  return now > Number(dueMs) ? 'grace' : 'open';
}

export async function whomOf(client: Samstig, of: Of<'assignment'>['body'], words: Words): Promise<string | null> {
  switch (of.target.case) {
    case 'personId': return (await new People(client, words).someone(of.target.value)).name;
    case 'groupId': return (await one(client, 'group', of.target.value))?.body.name ?? words.t('coach.aGroup');
    default: return null;
  }
}

export async function assignmentRows(client: Samstig, cohort: Of<'cohort'>, words: Words): Promise<AssignmentRow[]> {
  const [now, assignments] = await Promise.all([client.serverTimeMs(), all(client, 'assignment', 'assignmentsOfCohort', cohort.id)]);
  const rows = await Promise.all(assignments.map(async (of): Promise<AssignmentRow> => {
    const theme = of.body.themeId.length ? await one(client, 'theme', of.body.themeId) : null;
    const reports = await all(client, 'submission', 'submissionsTo', of.id);
    return {
      id: idText(of.id), of, title: words.pick(of.body.title), theme: words.pick(theme?.body.name),
      stage: stageOf(of.body, Number(cohort.body.graceMs), now), whom: await whomOf(client, of.body, words),
      publishMs: Number(of.body.publishMs), opensMs: Number(of.body.opensMs), dueMs: Number(of.body.dueMs),
      reports: new Set(reports.map(({ body }) => idText(body.personId))).size,
    };
  }));
  return rows.sort((a, b) => a.dueMs - b.dueMs || (a.id < b.id ? -1 : 1));
}

export interface LibraryItem {
  code: string;
  template: AssignmentTemplate;
  theme: Of<'theme'>;
  // Given to the cohort already, and how often.
  given: number;
}

// "sv" speaks for "sv-FI".
export function speaks(tag: string, wanted: string): boolean {
  return wanted === '' || tag.toLowerCase() === wanted.toLowerCase() || tag.split('-')[0]!.toLowerCase() === wanted.toLowerCase();
}

export function inLibrary(items: LibraryItem[], theme: string, language: string): LibraryItem[] {
  return items.filter((item) => (theme === '' || idText(item.theme.id) === theme)
    && Object.entries(item.template.title?.byLanguage ?? {}).some(([tag, title]) => title !== '' && speaks(tag, language)));
}

export async function library(client: Samstig, cohort: Of<'cohort'>): Promise<{ items: LibraryItem[]; themes: Of<'theme'>[] }> {
  const [themes, given] = await Promise.all([
    all(client, 'theme', 'themesOfProgramme', cohort.body.programmeId), all(client, 'assignment', 'assignmentsOfCohort', cohort.id),
  ]);
  themes.sort((a, b) => a.body.position - b.body.position);
  const items = themes.flatMap((theme) => theme.body.assignments.map((template): LibraryItem => ({
    code: template.code, template, theme, given: given.filter(({ body }) => body.templateCode === template.code).length,
  })));
  return { items, themes };
}
