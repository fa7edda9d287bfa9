// SPDX-License-Identifier: Apache-2.0
// What tells of somebody else by a number: personal identity codes and telephone numbers, found on the device in
// what is being written. Only a hint: nothing is refused, and nothing of it goes anywhere. Pure.
import { looksLikeIdentityCode } from './identity_code';

export type Found = 'identityCode' | 'phone';

// With a sign in the middle, or with the century; ten digits in a row are as often a telephone.
const kCodes = /(?<![\d\w])(?:\d{6}[-+A-FU-Y]\d{3}[\dA-Z]|\d{6}[-+]\d{5}|\d{8}-?\d{4})(?!\w)/gi;
// With a country, or with the nought of an area; in Denmark and Norway eight digits in pairs.
const kPhones = /(?<![\d\w.,])(?:(?:\+|00)\d{1,3}(?:[ -]?\d){6,11}|0\d{1,3}[ -]?\d(?:[ -]?\d){4,8}|\d{2} \d{2} \d{2} \d{2})(?!\w)/g;
const isDate = (text: string) => /^(?:\d{1,2}[- ]\d{1,2}[- ]\d{4}|0\d-\d\d-\d\d)$/.test(text);

export function thirdPersons(text: string): Found[] {
  const found: Found[] = [];
  const codes = (text.match(kCodes) ?? []).filter(looksLikeIdentityCode);
  if (codes.length > 0) found.push('identityCode');
  const rest = codes.reduce((left, code) => left.replace(code, ' '), text);
  if ((rest.match(kPhones) ?? []).some((number) => !isDate(number))) found.push('phone');
  return found;
}
