// SPDX-License-Identifier: Apache-2.0
// What ICU messages ask Intl for, made once for each language. A browser takes tens of milliseconds to read its tables
// of numbers at the first number of a start. Counts, which nearly all numbers of the screens are, are written alike in
// all our languages as long as nothing stands between their digits.
import { IntlMessageFormat } from 'intl-messageformat';
import type { Formatters } from 'intl-messageformat';

// The library asks Intl.NumberFormat whether it knows the language, which reads those tables too. It knows ours.
IntlMessageFormat.resolveLocale = (locales) => new Intl.Locale(Array.isArray(locales) ? locales[0]! : locales);

const isSmallCount = (value: number | bigint): boolean => Number.isInteger(value) && value >= 0 && value < 1000;

export function countsIn(language: string): Pick<Intl.NumberFormat, 'format'> {
  let numbers: Intl.NumberFormat | undefined;
  return {
    format: (value: number | bigint) => (isSmallCount(value) ? String(value) : (numbers ??= new Intl.NumberFormat(language)).format(value)),
  };
}

export function formattersIn(language: string): Formatters {
  const counts = countsIn(language) as Intl.NumberFormat;
  const made = new Map<string, unknown>();
  function once<Format, Options>(Kind: new (language: string, options?: Options) => Format, options?: Options): Format {
    const key = `${Kind.name} ${JSON.stringify(options)}`;
    let format = made.get(key) as Format | undefined;
    if (!format) made.set(key, (format = new Kind(language, options)));
    return format;
  }
  return {
    getNumberFormat: (_, options) => (options ? once(Intl.NumberFormat, options) : counts),
    getDateTimeFormat: (_, options) => once(Intl.DateTimeFormat, options),
    getPluralRules: (_, options) => once(Intl.PluralRules, options),
  };
}
