// SPDX-License-Identifier: Apache-2.0
// What the reports on a cohort are computed from. What a person may not see is simply not here. Pure.

export type PlaceState = 'waiting' | 'active' | 'completed' | 'withdrawn';

export interface Seats {
  cohort: string;
  municipality: string;
  asked: number;
  agreed: number;
}
// A person's place, paid by a municipality.
export interface Place {
  cohort: string;
  person: string;
  municipality: string;
  state: PlaceState;
  returning: boolean;
}
export interface Theme {
  id: string;
  name: string;
  position: number;
}
export interface Task {
  id: string;
  // Empty: none.
  theme: string;
  title: string;
  dueMs: number;
  // For whom, when not for everybody.
  only: Set<string> | null;
}
// One report that was handed in and numbered by the server.
export interface Attempt {
  person: string;
  task: string;
  number: number;
  madeMs: number;
  state: 'submitted' | 'inDialogue' | 'returned' | 'acknowledged';
  late: boolean;
  didNotWork: boolean;
  // Somebody else than its author wrote to it.
  answered: boolean;
}
// A thread that was started, or a post.
export interface Saying {
  author: string;
  madeMs: number;
}

export interface Facts {
  // Names by id; of those that this copy has no name for, a word in place of it.
  cohorts: Map<string, string>;
  municipalities: Map<string, string>;
  seats: Seats[];
  places: Place[];
  themes: Theme[];
  tasks: Task[];
  attempts: Attempt[];
  threads: Saying[];
  posts: Saying[];
}

export const noFacts = (): Facts => ({
  cohorts: new Map(), municipalities: new Map(), seats: [], places: [], themes: [], tasks: [], attempts: [], threads: [], posts: [],
});

// Who takes part now, each with the municipality that pays.
export function takingPart(facts: Facts): Map<string, string> {
  const people = new Map<string, string>();
  for (const place of facts.places) {
    const takesPart = place.state === 'active' || place.state === 'completed';
    if (takesPart && !people.has(place.person)) people.set(place.person, place.municipality);
  }
  return people;
}

// By name: no ranking. Ties by id, so that the order is always the same.
export function byName(names: Map<string, string>): [string, string][] {
  return [...names].sort((a, b) => a[1].localeCompare(b[1]) || (a[0] < b[0] ? -1 : 1));
}
