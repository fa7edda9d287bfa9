// SPDX-License-Identifier: Apache-2.0
// Personal identity codes of the Nordic countries, recognised by their shape so that none gets into the
// network. Better one employee number refused than one code let through. The same shapes as in cli/.

// In capitals, with plain hyphens and without spaces.
const plain = (text: string) => text.replace(/[\u2010-\u2014\u2212]/g, '-').replace(/\s/g, '').toUpperCase();

function shapeOf(text: string): string {
  return text.replace(/[^0-9A-Z]/g, (sign) => (sign === '-' || sign === '+' ? '-' : '?'))
    .replace(/[0-9]/g, '9').replace(/[A-Z]/g, 'A');
}

const isMonth = (month: number) => month >= 1 && month <= 12;
// Who has no code of the country yet has one with 60 added to the day.
const isDay = (day: number) => (day >= 1 && day <= 31) || (day >= 61 && day <= 91);
const number = (text: string, at: number) => Number(text.slice(at, at + 2));
const yearFirst = (text: string, at: number) => isMonth(number(text, at + 2)) && isDay(number(text, at + 4));
const dayFirst = (text: string) => isDay(number(text, 0)) && isMonth(number(text, 2));

export function looksLikeIdentityCode(text: string): boolean {
  const code = plain(text);
  switch (shapeOf(code)) {
    // Sweden; Denmark and Iceland; and Finland with a digit to check by.
    case '9999999999': case '999999-9999':
      return yearFirst(code, 0) || dayFirst(code);
    // Sweden with the century.
    case '999999999999': case '99999999-9999':
      return number(code, 0) >= 18 && number(code, 0) <= 20 && yearFirst(code, 2);
    // Norway. Numbers of several kinds add something to the day or the month.
    case '99999999999': case '999999-99999':
      return true;
    // Finland: the sign between tells the century.
    case '999999-999A': case '999999A9999': case '999999A999A':
      return '-+ABCDEFUVWXY'.includes(code[6]!) && dayFirst(code);
    default:
      return false;
  }
}
