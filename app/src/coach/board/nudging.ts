// SPDX-License-Identifier: Apache-2.0
// A friendly word to somebody who has handed in nothing.
import type { Intent, Samstig } from '@samstig/client';
import { create, NudgeLeaderSchema } from '@samstig/client/messages';
import { idFrom } from '../../shared/ids';

export async function nudgeIntent(client: Samstig, person: string, task: string, text: string): Promise<Intent> {
  const personId = idFrom(person)!;
  const assignmentId = idFrom(task)!;
  return {
    case: 'nudgeLeader',
    value: create(NudgeLeaderSchema, { id: await client.namedId('nudge', personId, assignmentId), assignmentId, personId, text: text.trim() }),
  };
}
