// SPDX-License-Identifier: Apache-2.0
// Moving people between peer groups.
import { describe, expect, it } from 'vitest';
import { pairsInCommand } from './command';
import { freshName, kLargestGroup, move } from './groups';

const group = (id: string, ...people: string[]) => ({ id, people: people.map((person) => ({ id: person })) });
const groups = [group('a', 'anna', 'bo', 'cia'), group('b', 'disa', 'eva'), group('full', ...Array.from({ length: kLargestGroup }, (_, at) => `p${at}`))];

describe('who moves', () => {
  it('is in the new group before leaving the old one', () => {
    expect(move(groups, 'anna', 'a', 'b')).toEqual({ changes: [{ group: 'b', people: ['disa', 'eva', 'anna'] }, { group: 'a', people: ['bo', 'cia'] }] });
  });
  it('comes from nowhere into a group, and out of it again', () => {
    expect(move(groups, 'new', '', 'b')).toEqual({ changes: [{ group: 'b', people: ['disa', 'eva', 'new'] }] });
    expect(move(groups, 'anna', 'a', '')).toEqual({ changes: [{ group: 'a', people: ['bo', 'cia'] }] });
  });
  it('leaves no group of one behind, and fits in', () => {
    expect(move(groups, 'disa', 'b', 'a')).toEqual({ tooFew: 'b' });
    expect(move(groups, 'anna', 'a', 'full')).toEqual({ tooMany: 'full' });
  });
  it('changes nothing by staying', () => {
    expect(move(groups, 'anna', 'a', 'a')).toEqual({ changes: [] });
    expect(move([group('a', 'anna', 'bo', 'cia'), group('b', 'anna', 'eva')], 'anna', 'a', 'b')).toEqual({ changes: [{ group: 'a', people: ['bo', 'cia'] }] });
  });
});

describe('lines of command', () => {
  const managers = new Map([['cia', ['bo']], ['bo', ['anna']], ['ring1', ['ring2']], ['ring2', ['ring1']]]);
  it('reach over whoever is between', () => {
    expect(pairsInCommand(['anna', 'cia'], managers)).toEqual([{ above: 'anna', below: 'cia' }]);
    expect(pairsInCommand(['anna', 'disa'], managers)).toEqual([]);
  });
  it('end also when they run in a ring', () => {
    expect(pairsInCommand(['ring1', 'ring2'], managers)).toHaveLength(2);
  });
});

it('gives no name twice', () => {
  expect(freshName('Grupp', ['Grupp 1', 'Grupp 3'], 2)).toBe('Grupp 4');
  expect(freshName('Grupp', [], 0)).toBe('Grupp 1');
});
