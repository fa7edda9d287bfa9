// SPDX-License-Identifier: Apache-2.0
// What others have on their devices: the same network, through the command line of another person.
import type { World } from '../../client-lib/wasm/world';

// The posts of a thread, as this person reads them.
export async function postsFor(world: World, name: string, thread: string): Promise<string[]> {
  await world.as(name, 'sync');
  const { posts } = (await world.as(name, 'read', thread)) as { posts: { text: string }[] };
  return posts.map(({ text }) => text);
}

// The enrolment of this leader that holds now, as the municipality's admin names it.
export async function enrolmentFor(world: World, admin: string, leader: string): Promise<string> {
  await world.as(admin, 'sync');
  const all = (await world.as(admin, 'enrolments')) as { id: string; state: string; person: { name: string } }[];
  return all.find(({ person, state }) => person.name === leader && state !== 'WITHDRAWN')!.id;
}
