// SPDX-License-Identifier: Apache-2.0
// The local copy as the screens read it: entities of one kind, taken out of their envelopes.
import type { Id, KeyName, Samstig } from '@samstig/client';
import type { Entity } from '@samstig/client/messages';

type Body = Exclude<Entity['body'], { case: undefined }>;
export type BodyCase = Body['case'];
export type BodyOf<C extends BodyCase> = Extract<Body, { case: C }>['value'];

// An entity of a known kind.
export interface Of<C extends BodyCase> {
  id: Id;
  author: Id;
  madeMs: number;
  pending: boolean;
  body: BodyOf<C>;
}

export function taken<C extends BodyCase>(kind: C, entity: Entity, pending: boolean): Of<C> | null {
  if (entity.body.case !== kind) return null;
  return {
    id: entity.id, author: entity.author, madeMs: Number(entity.madeMs), pending, body: entity.body.value as BodyOf<C>,
  };
}

export async function all<C extends BodyCase>(client: Samstig, kind: C, key: KeyName, owner?: Id): Promise<Of<C>[]> {
  const shown = await client.find(key, owner);
  return shown.flatMap(({ entity, pending }) => taken(kind, entity, pending) ?? []);
}

// Null also when it is of another kind.
export async function one<C extends BodyCase>(client: Samstig, kind: C, id: Id): Promise<Of<C> | null> {
  const shown = await client.get(id);
  return shown ? taken(kind, shown.entity, shown.pending) : null;
}

// For every cohort that this device knows of, in their order.
export async function ofAllCohorts<C extends BodyCase>(client: Samstig, kind: C, key: KeyName): Promise<Of<C>[]> {
  const cohorts = await client.find('cohorts');
  const lists = await Promise.all(cohorts.map(({ entity }) => all(client, kind, key, entity.id)));
  return lists.flat();
}
