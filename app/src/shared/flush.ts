// SPDX-License-Identifier: Apache-2.0
// Whoever holds words that are not on the disk yet registers here; before the page goes on purpose (a new
// version, signing out), all of them are asked to put them there.

type Flush = () => Promise<void>;

const all = new Set<Flush>();
const kPatienceMs = 3000;

export function beforeLeaving(flush: Flush): () => void {
  all.add(flush);
  return () => all.delete(flush);
}

// Resolves when all have, or after a few seconds: what is left then is among the kept words.
export async function flushAll(): Promise<void> {
  const done = Promise.allSettled([...all].map((flush) => flush()));
  await Promise.race([done, new Promise((resolve) => setTimeout(resolve, kPatienceMs))]);
}
