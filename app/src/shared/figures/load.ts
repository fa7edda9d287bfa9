// SPDX-License-Identifier: Apache-2.0
// The facts of reports out of the local copy. Work that the server has not judged is left out.
import type { Id, Samstig } from '@samstig/client';
import { AssignmentState, type Enrolment, EnrolmentState, SubmissionState } from '@samstig/client/messages';
import { all, type Of, one } from '../copy';
import { idText, sameId } from '../ids';
import { People } from '../people';
import type { Words } from '../words';
import { type Attempt, type Facts, noFacts, type PlaceState, type Task } from './facts';

const placeStates = new Map<EnrolmentState, PlaceState>([
  [EnrolmentState.WAITLISTED, 'waiting'], [EnrolmentState.ACTIVE, 'active'],
  [EnrolmentState.COMPLETED, 'completed'], [EnrolmentState.WITHDRAWN, 'withdrawn'],
]);

export function takesPart(enrolment: Enrolment): boolean {
  return enrolment.state === EnrolmentState.ACTIVE || enrolment.state === EnrolmentState.COMPLETED;
}

// Seats and places of these cohorts; only of one municipality when it is named.
export async function placesIn(client: Samstig, cohorts: Of<'cohort'>[], words: Words, only?: Id): Promise<Facts> {
  const facts = noFacts();
  const people = new People(client, words);
  const wanted = (municipality: Id) => !only || sameId(only, municipality);
  for (const cohort of cohorts) {
    const key = idText(cohort.id);
    facts.cohorts.set(key, words.pick(cohort.body.name));
    const [seats, places] = await Promise.all([
      all(client, 'cohortSeat', 'seatsOfCohort', cohort.id), all(client, 'enrolment', 'enrolmentsOfCohort', cohort.id),
    ]);
    for (const { body } of seats.filter((seat) => wanted(seat.body.municipalityId))) {
      facts.seats.push({ cohort: key, municipality: idText(body.municipalityId), asked: body.requested, agreed: body.agreed });
    }
    for (const { body } of places.filter((place) => wanted(place.body.municipalityId))) {
      const state = placeStates.get(body.state);
      // One that waits for the server has no person yet.
      if (!state || body.personId.length === 0) continue;
      facts.places.push({
        cohort: key, person: idText(body.personId), municipality: idText(body.municipalityId), state, returning: body.returning,
      });
    }
    for (const { body } of [...seats, ...places]) {
      const municipality = idText(body.municipalityId);
      if (wanted(body.municipalityId) && !facts.municipalities.has(municipality)) {
        facts.municipalities.set(municipality, (await people.municipality(body.municipalityId)) || words.t('figures.unknown'));
      }
    }
  }
  return facts;
}

// For whom an assignment is, among those who take part; null for everybody.
export async function addressees(client: Samstig, assignment: Of<'assignment'>): Promise<Set<string> | null> {
  const { target } = assignment.body;
  switch (target.case) {
    case 'personId': return new Set([idText(target.value)]);
    case 'groupId': {
      const group = await one(client, 'group', target.value);
      return new Set((group?.body.personIds ?? []).map(idText));
    }
    default: return null;
  }
}

const attemptStates = new Map<SubmissionState, Attempt['state']>([
  [SubmissionState.SUBMITTED, 'submitted'], [SubmissionState.IN_DIALOGUE, 'inDialogue'],
  [SubmissionState.RETURNED, 'returned'], [SubmissionState.ACKNOWLEDGED, 'acknowledged'],
]);

async function attemptsAt(client: Samstig, assignment: Of<'assignment'>): Promise<Attempt[]> {
  const found = await all(client, 'submission', 'submissionsTo', assignment.id);
  const numbered = found.filter(({ pending, body }) => !pending && body.attempt > 0);
  return Promise.all(numbered.map(async ({ id, madeMs, body }): Promise<Attempt> => {
    const turns = await all(client, 'feedback', 'feedbackOn', id);
    return {
      person: idText(body.personId), task: idText(assignment.id), number: body.attempt, madeMs,
      state: attemptStates.get(body.state) ?? 'submitted', late: body.late, didNotWork: body.report?.didNotWork ?? false,
      answered: turns.some((turn) => !turn.pending && !sameId(turn.author, body.personId)),
    };
  }));
}

async function addTalk(client: Samstig, cohort: Id, facts: Facts): Promise<void> {
  const threads = await all(client, 'thread', 'threadsOfCohort', cohort);
  for (const thread of threads.filter(({ pending }) => !pending)) {
    facts.threads.push({ author: idText(thread.author), madeMs: thread.madeMs });
    const posts = await all(client, 'post', 'postsOfThread', thread.id);
    for (const post of posts.filter(({ pending, body }) => !pending && !body.withdrawn)) {
      facts.posts.push({ author: idText(post.author), madeMs: post.madeMs });
    }
  }
}

// All that a coach's copy holds of the work in a cohort.
export async function workIn(client: Samstig, cohort: Of<'cohort'>, words: Words): Promise<Facts> {
  const facts = await placesIn(client, [cohort], words);
  const [themes, assignments] = await Promise.all([
    all(client, 'theme', 'themesOfProgramme', cohort.body.programmeId), all(client, 'assignment', 'assignmentsOfCohort', cohort.id),
  ]);
  facts.themes = themes.map(({ id, body }) => ({ id: idText(id), name: words.pick(body.name), position: body.position }));
  const known = new Set(facts.themes.map((theme) => theme.id));
  // Nobody can have done what nobody has seen.
  for (const assignment of assignments.filter(({ body }) => body.state !== AssignmentState.SCHEDULED)) {
    const theme = idText(assignment.body.themeId);
    const task: Task = {
      id: idText(assignment.id), theme: known.has(theme) ? theme : '', title: words.pick(assignment.body.title),
      dueMs: Number(assignment.body.dueMs), only: await addressees(client, assignment),
    };
    facts.tasks.push(task);
    facts.attempts.push(...(await attemptsAt(client, assignment)));
  }
  await addTalk(client, cohort.id, facts);
  return facts;
}
