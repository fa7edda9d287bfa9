// SPDX-License-Identifier: Apache-2.0
// What leaving a device forgets besides the library's own copy.
import type { Samstig, SignedOut } from '@samstig/client';
import { flushAll } from '../../shared/flush';
import { keeper } from '../../shared/kept';
import { forgetAnswers } from '../../shared/live';
import { forgetPersonalPrefs } from '../../shared/prefs';

// Not signed out in the answer: something would be lost, and is only when its confirmation is handed in.
export async function leaveDevice(client: Samstig, confirmation?: string): Promise<SignedOut> {
  await flushAll();
  const answer = await client.signOut(confirmation);
  if (!answer.signedOut) return answer;
  keeper.letGoOfAll();
  forgetPersonalPrefs();
  forgetAnswers();
  return answer;
}
