// SPDX-License-Identifier: Apache-2.0
// Screens read the local copy through here: the answer comes at once, and again after every change,
// whoever made it. An answer is remembered by its key, so that coming back to a screen shows it
// without a gap while the copy is asked anew.
import type { Samstig, SamstigError } from '@samstig/client';
import { startTransition, useEffect, useRef, useState } from 'react';
import { useClient } from './client';

const answers = new Map<string, unknown>();
const kKept = 60;

function keep(key: string, value: unknown): void {
  answers.delete(key);
  answers.set(key, value);
  const oldest = answers.keys().next();
  if (answers.size > kKept && !oldest.done) answers.delete(oldest.value);
}

// Of another person nothing may be shown.
export function forgetAnswers(): void {
  answers.clear();
}

// Asks before a screen does, so that it has its answer when it is first drawn. It asks again by itself.
export async function askBefore<T>(key: string, answer: Promise<T>): Promise<T> {
  const value = await answer;
  keep(key, value);
  return value;
}

// `key` names the question with everything that it depends on. Undefined until the first answer.
export function useLive<T>(key: string, query: (client: Samstig) => Promise<T>): T | undefined {
  const client = useClient();
  const asked = useRef(query);
  asked.current = query;
  const [state, setState] = useState<{ key: string; value: T | undefined; error?: SamstigError }>();
  useEffect(() => {
    const tell = (value: T) => {
      keep(key, value);
      // A long answer is drawn in small pieces, between which the page hears what a person does.
      startTransition(() => setState({ key, value }));
    };
    // A question that fails once it has been answered leaves the answer standing; the next change
    // asks again.
    const fail = (error: SamstigError) =>
      setState((before) => (before?.key === key && before.value !== undefined ? before : { key, value: undefined, error }));
    return client.live((c) => asked.current(c), tell, fail);
  }, [client, key]);
  if (state?.key === key) {
    if (state.error) throw state.error;
    return state.value;
  }
  return answers.get(key) as T | undefined;
}
