// SPDX-License-Identifier: Apache-2.0
// Days as people choose them, in the time zone of this device, and the moments they stand for: a day on which
// something begins counts from its midnight, one on which it ends is included. Pure.

const two = (value: number) => String(value).padStart(2, '0');

// "2026-10-05"
export function dayOf(ms: number): string {
  const day = new Date(ms);
  return `${String(day.getFullYear()).padStart(4, '0')}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

function at(day: string, hours: number, minutes: number, seconds: number): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!parts) return null;
  const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const moment = new Date(year, month - 1, date, hours, minutes, seconds);
  // 31 February is no day.
  return moment.getMonth() === month - 1 && moment.getDate() === date ? moment.getTime() : null;
}

export const startOf = (day: string): number | null => at(day, 0, 0, 0);
export const endOf = (day: string): number | null => at(day, 23, 59, 59);

export function daysLater(ms: number, days: number): number {
  const day = new Date(ms);
  day.setDate(day.getDate() + days);
  return day.getTime();
}

// The moment that was there before, when the day is the same: 09:30 is not moved to midnight by saving.
export function keepingTime(day: string, before: number, edge: (day: string) => number | null): number | null {
  return before > 0 && dayOf(before) === day ? before : edge(day);
}
