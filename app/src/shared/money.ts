// SPDX-License-Identifier: Apache-2.0
// What a place costs. Whole numbers only: money is counted in 1/100 of the currency unit, VAT in 1/1000 of
// the net price, rounded for one person as in domain/rules/price.h. Pure.
import type { Cohort, Programme } from '@samstig/client/messages';

export interface Price {
  netCents: number;
  vatPermille: number;
  currency: string;
}

// The cohort's own, else the programme's.
export function priceOf(cohort: Cohort, programme: Programme | undefined): Price {
  if (cohort.currency) return { netCents: Number(cohort.priceCents), vatPermille: cohort.vatPermille, currency: cohort.currency };
  return { netCents: Number(programme?.priceCents ?? 0n), vatPermille: cohort.vatPermille, currency: programme?.currency ?? '' };
}

// To the nearest cent; half a cent is rounded up.
export const vatOf = (price: Price): number => Math.floor((price.netCents * price.vatPermille + 500) / 1000);

export function moneyText(cents: number, currency: string, language: string): string {
  try {
    return new Intl.NumberFormat(language, {
      style: 'currency', currency, minimumFractionDigits: cents % 100 === 0 ? 0 : 2, maximumFractionDigits: 2,
    }).format(cents / 100);
  } catch {
    return `${(cents / 100).toFixed(2)} ${currency}`;
  }
}

// "12,5" with at most `places` decimals, in their smallest unit; null for what is no such amount.
export function fixed(text: string, places: number): number | null {
  const parts = /^(\d{1,9})(?:[.,](\d+))?$/.exec(text.replace(/[\s\u00a0%€]/g, ''));
  const fraction = parts?.[2] ?? '';
  if (!parts || fraction.length > places) return null;
  return Number(parts[1]! + fraction.padEnd(places, '0'));
}

export function fixedText(value: number, places: number): string {
  const unit = 10 ** places;
  return value % unit === 0 ? String(value / unit) : (value / unit).toFixed(places).replace('.', ',');
}
