// SPDX-License-Identifier: Apache-2.0
// Screens that are a chunk of their own. React's `lazy` suspends also when the chunk is there, and then waits a third of
// a second before it shows what it has; these are shown at once when they have been fetched before.
import { type ComponentType, createElement, lazy, useState } from 'react';

export interface Lazily<M> {
  Screens: ComponentType;
  fetch: () => Promise<M>;
}

export function lazily<M extends { default: ComponentType }>(load: () => Promise<M>): Lazily<M> {
  let there: ComponentType | undefined;
  const fetch = async () => {
    const loaded = await load();
    there = loaded.default;
    return loaded;
  };
  const Later = lazy(fetch);
  function Screens() {
    // As it was when it was first shown: another component in its place would begin anew.
    const [Now] = useState<ComponentType>(() => there ?? Later);
    return createElement(Now);
  }
  return { Screens, fetch };
}
