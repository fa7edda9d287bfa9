// SPDX-License-Identifier: Apache-2.0
// How long the network keeps what, and when what goes of cohorts that are over. The server carries it out by
// domain/rules/retention.h; here it is only told.
import type { Id, Samstig } from '@samstig/client';
import { RetentionClass } from '@samstig/client/messages';
import { all, one, type Of } from '../../shared/copy';
import { idText } from '../../shared/ids';
import type { Words } from '../../shared/words';

const kDayMs = 24 * 3600 * 1000;
// Nothing goes sooner after a rule became stricter.
const kNoticeMs = 30 * kDayMs;

export const classes = [RetentionClass.WORK, RetentionClass.TALK, RetentionClass.TRACES, RetentionClass.PEOPLE] as const;
export type Class = (typeof classes)[number];
export const ofCohorts = [RetentionClass.WORK, RetentionClass.TALK, RetentionClass.TRACES] as const;

// Null: kept for good.
export type Days = Record<Class, number | null>;

export interface OverCohort {
  id: string;
  name: string;
  goesMs: (number | null)[];
}
export interface RetentionView {
  id: Id;
  days: Days;
  over: OverCohort[];
}

export function daysIn(retention: Of<'retention'> | null): Days {
  const days = Object.fromEntries(classes.map((of) => [of, null])) as Days;
  for (const rule of retention?.body.rules ?? []) if (rule.class in days) days[rule.class as Class] = rule.days;
  return days;
}

export function goesAt(days: number | null, endedMs: number, setMs: number): number | null {
  return days === null ? null : Math.max(endedMs + days * kDayMs, setMs + kNoticeMs);
}

export async function retentionOf(client: Samstig, words: Words): Promise<RetentionView> {
  const id = await client.namedId('retention');
  const rules = await one(client, 'retention', id);
  const days = daysIn(rules);
  const over: OverCohort[] = [];
  for (const cohort of await all(client, 'cohort', 'cohorts')) {
    const end = await one(client, 'retention', await client.namedId('end', cohort.id));
    if (!rules || !end) continue;
    const goesMs = ofCohorts.map((of) => goesAt(days[of], end.madeMs, rules.madeMs));
    if (goesMs.some((ms) => ms !== null)) over.push({ id: idText(cohort.id), name: words.pick(cohort.body.name), goesMs });
  }
  return { id, days, over };
}

// What is typed into a field of days; undefined for what will not do.
export function daysFrom(text: string): number | null | undefined {
  const plain = text.replace(/\s/g, '');
  if (plain === '') return null;
  const days = /^\d{1,6}$/.test(plain) ? Number(plain) : 0;
  return days >= 30 && days <= 36_500 ? days : undefined;
}
