// SPDX-License-Identifier: Apache-2.0
// To what somebody is invited as a guest, and the little that a guest is told of it.
import type { Id, Samstig } from '@samstig/client';
import { type Membership, Role } from '@samstig/client/messages';
import { all, one } from '../shared/copy';
import { idText } from '../shared/ids';
import type { Words } from '../shared/words';

// As domain/rules/membership.h has it: the server takes the hat off so long after what it was given for.
const kGraceMs = 14 * 24 * 3600 * 1000;
export const untilMs = ({ endsMs }: Membership): number => Number(endsMs) + kGraceMs;

export interface Invitation {
  id: string;
  subject: string;
  cohort: string;
  startsMs: number;
  endsMs: number;
  // When what one is invited to is over, and when this goes.
  overMs: number;
  untilMs: number;
  headcount: number;
}

// Those whose time is not over, the next first. Also by this device's own clock: without a network it has not heard.
export async function invitations(client: Samstig, me: Id, words: Words): Promise<Invitation[]> {
  const [hats, now] = await Promise.all([all(client, 'membership', 'membershipsOfPerson', me), client.serverTimeMs()]);
  const found: Invitation[] = [];
  for (const { id, body } of hats) {
    const overMs = Number(body.endsMs);
    if (body.role !== Role.GUEST || body.ended || untilMs(body) <= now || body.place.case !== 'cohortId') continue;
    const cohort = await one(client, 'cohort', body.place.value);
    found.push({
      id: idText(id), subject: body.subject, cohort: words.pick(cohort?.body.name), startsMs: Number(cohort?.body.startsMs ?? 0),
      endsMs: Number(cohort?.body.endsMs ?? 0), overMs, untilMs: untilMs(body), headcount: body.headcount,
    });
  }
  return found.sort((a, b) => a.overMs - b.overMs);
}
