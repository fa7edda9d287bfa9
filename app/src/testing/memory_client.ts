// SPDX-License-Identifier: Apache-2.0
// For tests of what screens read: a client whose copy is a list of entities, with the keys and ids that these
// queries use. It judges nothing; what the rules say is tested with the library itself.
import type { Id, KeyName, Samstig, Shown } from '@samstig/client';
import { create, EntitySchema, type Entity } from '@samstig/client/messages';
import { hex } from '../shared/ids';

export const id = (number: number): Id => {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(12, number);
  return bytes;
};

// Where an entity is found, by what of it.
const keys: Partial<Record<KeyName, (body: any) => Id | null>> = {
  cohorts: () => null, persons: () => null, parkedItems: () => null, tools: () => null, teams: () => null,
  membershipsOfPerson: (body) => body.personId, membershipsAt: (body) => body.place?.value,
  themesOfProgramme: (body) => body.programmeId, enrolmentsOfPerson: (body) => body.personId,
  assignmentsOfCohort: (body) => body.cohortId, threadsOfCohort: (body) => body.cohortId, announcementsOfCohort: (body) => body.cohortId,
  postsOfThread: (body) => body.threadId, reactionsTo: (body) => body.postId, feedbackOn: (body) => body.submissionId,
};
const kinds: Partial<Record<KeyName, string>> = {
  cohorts: 'cohort', persons: 'person', parkedItems: 'parked', tools: 'tool', teams: 'team', membershipsOfPerson: 'membership',
  membershipsAt: 'membership', themesOfProgramme: 'theme', enrolmentsOfPerson: 'enrolment', assignmentsOfCohort: 'assignment',
  threadsOfCohort: 'thread', announcementsOfCohort: 'announcement', postsOfThread: 'post', reactionsTo: 'reaction', feedbackOn: 'feedback',
  attemptsAtWork: 'submission',
};

export class MemoryCopy {
  readonly entities: Shown[] = [];
  now = Date.UTC(2026, 10, 22, 8);

  add(entity: Partial<Omit<Entity, '$typeName'>> & { id: Id }, pending = false): void {
    this.entities.push({ entity: create(EntitySchema, entity as never), pending });
  }

  client(): Samstig {
    const name = (kind: string, of: Id[]) => new Uint8Array([...`${kind}`.padEnd(4).slice(0, 4)].map((sign) => sign.charCodeAt(0))
      .concat(of.flatMap((part) => [...part.slice(-6)])).concat(Array(16).fill(0)).slice(0, 16));
    const workId = async (assignment: Id) => name('work', [assignment]);
    const found = (kind: string) => this.entities.filter(({ entity }) => entity.body.case === kind);
    const partial: Partial<Samstig> = {
      get: async (wanted) => this.entities.find(({ entity }) => hex(entity.id) === hex(wanted)) ?? null,
      find: async (key, owner) => {
        if (key === 'attemptsAtWork') {
          const names = await Promise.all(found('submission').map(({ entity }) => workId((entity.body.value as { assignmentId: Id }).assignmentId)));
          return found('submission').filter((_, at) => hex(names[at]!) === hex(owner!));
        }
        const ownerOf = keys[key];
        if (!ownerOf) throw new Error(`no key ${key} in this copy`);
        return found(kinds[key]!).filter(({ entity }) => {
          const of = ownerOf(entity.body.value);
          return of === null || (owner !== undefined && hex(of) === hex(owner));
        });
      },
      workId,
      namedId: async (kind, ...of) => name(kind, of.map((part) => part as Id)),
      serverTimeMs: async () => this.now,
      talkIn: async (thread) => {
        const posts = found('post').filter(({ entity }) => hex((entity.body.value as { threadId: Id }).threadId) === hex(thread));
        return { posts: posts.length, lastMs: Math.max(0, ...posts.map(({ entity }) => Number(entity.madeMs))), unread: { posts: posts.length, mentions: 0 } };
      },
    };
    return partial as Samstig;
  }
}
