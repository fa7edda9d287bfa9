// SPDX-License-Identifier: Apache-2.0
// Erasing oneself: what was chosen for each network, and what of it is handed in. No React in here.
import type { EraseRequest, NetworkTrace } from '@samstig/client/messages';
import { create, EraseRequestSchema, ErasureChoice } from '@samstig/client/messages';
import { idText } from '../../shared/ids';

export interface Chosen {
  // Whether anything is erased there.
  here: boolean;
  posts: ErasureChoice;
  work: ErasureChoice;
  // By thread; what is not in it goes as `posts` says.
  threads: Record<string, ErasureChoice>;
}
export type Choices = Record<string, Chosen>;

const { UNSPECIFIED, DELETE, ANONYMISE, KEEP_WITH_ROLE } = ErasureChoice;
export const postChoices = [DELETE, ANONYMISE, KEEP_WITH_ROLE] as const;
export const workChoices = [DELETE, ANONYMISE] as const;

// Nothing is chosen for the person; of the networks, the one that the person is in now.
export function beginning(networks: NetworkTrace[], home: string): Choices {
  return Object.fromEntries(networks.map(({ network }) => [network, { here: network === home, posts: UNSPECIFIED, work: UNSPECIFIED, threads: {} }]));
}

// What somebody wrote nothing of needs no choice; the contract wants one all the same.
const chosenOr = (choice: ErasureChoice, needed: boolean) => (needed || choice !== UNSPECIFIED ? choice : DELETE);
export const hasPosts = (trace: NetworkTrace) => trace.threads.some(({ posts }) => posts > 0);
export const hasWork = (trace: NetworkTrace) => trace.submissions > 0;

// Null while something is left to choose.
export function requestFrom(networks: NetworkTrace[], choices: Choices): EraseRequest | null {
  const asked = networks.filter(({ network }) => choices[network]?.here);
  const request = create(EraseRequestSchema, {
    networks: asked.map((trace) => {
      const { posts, work, threads } = choices[trace.network]!;
      return {
        network: trace.network,
        choices: {
          posts: chosenOr(posts, hasPosts(trace)), work: chosenOr(work, hasWork(trace)),
          threads: trace.threads.flatMap(({ threadId }) => {
            const choice = threads[idText(threadId)] ?? UNSPECIFIED;
            return choice === UNSPECIFIED ? [] : [{ threadId, choice }];
          }),
        },
      };
    }),
  });
  const open = request.networks.some(({ choices: one }) => one!.posts === UNSPECIFIED || one!.work === UNSPECIFIED);
  const refused = asked.some(({ lastOrganiser }) => lastOrganiser);
  return asked.length === 0 || open || refused ? null : request;
}
