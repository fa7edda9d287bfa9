// SPDX-License-Identifier: Apache-2.0
// How much leaders wrote, week by week: a history, in which the withdrawn stay. Coaches are not counted. Pure.
import { type Facts, takingPart } from './facts';
import { activityFigures, makeRow, type Sheet } from './sheet';
import { tellingOf } from './small_groups';

export const kWeekMs = 7 * 24 * 3600 * 1000;

// Its Monday, in UTC.
export function weekStart(ms: number): number {
  const day = new Date(ms);
  const sinceMonday = (day.getUTCDay() + 6) % 7;
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() - sinceMonday);
}

// ISO 8601: a week belongs to the year that its Thursday is in.
export function weekNumber(ms: number): number {
  const thursday = weekStart(ms) + 3 * 24 * 3600 * 1000;
  const newYear = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - newYear) / kWeekMs) + 1;
}

class Tally {
  posts = 0;
  threads = 0;
  reports = 0;
  readonly authors = new Set<string>();

  values(): number[] {
    return activityFigures.map((figure) => (figure === 'authors' ? this.authors.size : this[figure]));
  }
}

export function activitySheet(facts: Facts, now: number): Sheet {
  const leaders = new Set(facts.places.map((place) => place.person));
  const people = new Set(takingPart(facts).keys());
  const weeks = new Map<number, Tally>();
  const total = new Tally();
  const count = (author: string, madeMs: number, what: 'posts' | 'threads' | 'reports') => {
    if (!leaders.has(author)) return;
    people.add(author);
    const week = weekStart(madeMs);
    if (!weeks.has(week)) weeks.set(week, new Tally());
    for (const tally of [weeks.get(week)!, total]) {
      ++tally[what];
      tally.authors.add(author);
    }
  };
  for (const post of facts.posts) count(post.author, post.madeMs, 'posts');
  for (const thread of facts.threads) count(thread.author, thread.madeMs, 'threads');
  for (const report of facts.attempts) count(report.person, report.madeMs, 'reports');

  const telling = tellingOf(people.size);
  const rows = [];
  if (telling === 'told' && weeks.size > 0) {
    const last = Math.max(weekStart(now), ...weeks.keys());
    for (let week = Math.min(...weeks.keys()); week <= last; week += kWeekMs) {
      rows.push(makeRow('week', String(week), people.size, telling, (weeks.get(week) ?? new Tally()).values()));
    }
  }
  rows.push(makeRow('total', '', people.size, telling, total.values()));
  return { figures: activityFigures, counted: 'everTakingPart', groups: [{ heading: 'week', rows }] };
}
