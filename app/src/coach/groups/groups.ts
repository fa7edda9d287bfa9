// SPDX-License-Identifier: Apache-2.0
// Peer groups of a cohort: who is in which, who is in none, and what moving somebody makes of them. Moving is
// pure; reading is from the coach's copy.
import type { Samstig } from '@samstig/client';
import { all, type Of } from '../../shared/copy';
import { idFrom, idText } from '../../shared/ids';
import { hatsOf } from '../../shared/people';
import type { Words } from '../../shared/words';
import { byName, type Leader, leadersIn } from '../cohorts';
import type { ManagersOf } from './command';

export const kSmallestGroup = 2;
export const kLargestGroup = 40;

export interface GroupView {
  id: string;
  of: Of<'group'>;
  name: string;
  people: Leader[];
  // In the group, but not in the cohort any more.
  gone: string[];
}

export interface Groups {
  groups: GroupView[];
  dissolved: string[];
  // In no group.
  free: Leader[];
  leaders: Leader[];
  managers: ManagersOf;
  // For names of new groups: no name is given twice.
  made: number;
}

export async function groupsIn(client: Samstig, cohort: Of<'cohort'>, words: Words): Promise<Groups> {
  const [leaders, found] = await Promise.all([leadersIn(client, cohort.id, words), all(client, 'group', 'groupsOfCohort', cohort.id)]);
  const managers: ManagersOf = new Map();
  for (const leader of leaders) {
    const hats = await hatsOf(client, idFrom(leader.id)!);
    managers.set(leader.id, hats.filter(({ managerId }) => managerId.length > 0).map(({ managerId }) => idText(managerId)));
  }
  const byId = new Map(leaders.map((leader) => [leader.id, leader]));
  const live = found.filter(({ body }) => !body.dissolved);
  const groups = live.map((of): GroupView => {
    const ids = of.body.personIds.map(idText);
    return {
      id: idText(of.id), of, name: of.body.name, people: ids.flatMap((id) => byId.get(id) ?? []).sort(byName),
      gone: ids.filter((id) => !byId.has(id)),
    };
  }).sort(byName);
  const placed = new Set(groups.flatMap(({ people }) => people.map(({ id }) => id)));
  return {
    groups, leaders, managers, free: leaders.filter(({ id }) => !placed.has(id)), made: found.length,
    dissolved: found.filter(({ body }) => body.dissolved).map(({ body }) => body.name).sort(),
  };
}

// The groups that change when a person goes from one to another, each with its people after that. An empty id
// stands for those without a group.
export interface Change {
  group: string;
  people: string[];
}

export type Move = { changes: Change[] } | { tooFew: string } | { tooMany: string };

type Members = { id: string; people: { id: string }[] };
const idsOf = (group: Members) => group.people.map(({ id }) => id);

export function move(groups: Members[], person: string, from: string, to: string): Move {
  const source = groups.find((group) => group.id === from && idsOf(group).includes(person));
  const target = groups.find((group) => group.id === to && !idsOf(group).includes(person));
  if (from === to) return { changes: [] };
  if (source && source.people.length <= kSmallestGroup) return { tooFew: from };
  if (target && target.people.length >= kLargestGroup) return { tooMany: to };
  const changes: Change[] = [];
  // First in, then out: who moves is never in none.
  if (target) changes.push({ group: to, people: [...idsOf(target), person] });
  if (source) changes.push({ group: from, people: idsOf(source).filter((id) => id !== person) });
  return { changes };
}

// "Grupp 3" after two that were made; the next number when somebody named one so.
export function freshName(word: string, names: string[], made: number): string {
  for (let number = made + 1; ; ++number) {
    const name = `${word} ${number}`;
    if (!names.includes(name)) return name;
  }
}
