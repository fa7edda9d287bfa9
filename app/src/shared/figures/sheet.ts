// SPDX-License-Identifier: Apache-2.0
// A report: rows of figures, each figure with what it means. Pure.
import type { Telling } from './small_groups';

export const enrolmentFigures = ['asked', 'agreed', 'active', 'waiting', 'completed', 'withdrawn', 'returning'] as const;
export const progressFigures = ['handedIn', 'late', 'answered', 'acknowledged', 'returned', 'didNotWork'] as const;
export const activityFigures = ['posts', 'threads', 'reports', 'authors'] as const;
export type Figure = (typeof enrolmentFigures | typeof progressFigures | typeof activityFigures)[number];

// What n counts in each report.
export type Counted = 'enrolled' | 'takingPart' | 'everTakingPart';

export type RowKind = 'theme' | 'withoutTheme' | 'assignment' | 'municipality' | 'cohort' | 'week' | 'total';

export interface SheetRow {
  kind: RowKind;
  // Of a week: its Monday, as milliseconds in text. Of a total: empty.
  label: string;
  // How many people it speaks of.
  n: number;
  telling: Telling;
  // In the order of the sheet's figures; null when they are not told.
  values: number[] | null;
}

export interface SheetGroup {
  heading: RowKind;
  rows: SheetRow[];
}

export interface Sheet {
  figures: readonly Figure[];
  counted: Counted;
  groups: SheetGroup[];
}

export function makeRow(kind: RowKind, label: string, n: number, telling: Telling, values: number[]): SheetRow {
  return { kind, label, n, telling, values: telling === 'told' ? values : null };
}
