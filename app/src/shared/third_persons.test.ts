// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { thirdPersons } from './third_persons';

describe('what tells of somebody else', () => {
  it.each([
    'Hon har 131052-308T.', 'personnr 19121212-1212', '811228-9874 ringde', '070761-4285 (dansk)', 'fnr 010190-12345', '131052a308t',
  ])('is a personal identity code: %s', (text) => expect(thirdPersons(text)).toEqual(['identityCode']));
  it.each([
    'Ring 040-123 4567.', '+358 40 1234567', '0401234567', '070-123 45 67', '00358 9 123 4567', 'tlf. 12 34 56 78', 'växeln 02-454 4000',
  ])('is a telephone number: %s', (text) => expect(thirdPersons(text)).toEqual(['phone']));
  it('is both', () => expect(thirdPersons('131052-308T, 040-123 4567')).toEqual(['identityCode', 'phone']));
  it.each([
    '', 'Vi möttes 2026-10-05 kl. 09:30.', '5.10.2026', '05-10-2026', 'Budgeten är 1 200 000 euro, 0,5 procent.', 'elva av 12 345', 'rum 0412',
    '§ 123 456', '2025-2026', 'ISBN 978-952-1234', 'kl 08-16', '10 000 000',
  ])('is not: %s', (text) => expect(thirdPersons(text)).toEqual([]));
});
