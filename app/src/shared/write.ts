// SPDX-License-Identifier: Apache-2.0
// Writing from a screen. What is refused at once is said at once; what the server refuses later is said
// then, and stands in the outbox.
import type { Id, Intent, Write } from '@samstig/client';
import { useCallback } from 'react';
import { useClient } from './client';
import { reasonWords } from './errors';
import { useVoice } from './say';
import { useWords } from './words';

export interface DoOptions {
  dependsOn?: bigint[];
  said?: string;
  undo?: () => void;
  // In place of a parked item.
  instead?: Id;
}

// Null when it was refused and the person has been told.
export function useWrite(): (intent: Intent, options?: DoOptions) => Promise<Write | null> {
  const client = useClient();
  const { say, sayError } = useVoice();
  const words = useWords();
  return useCallback(async (intent, { dependsOn, said, undo, instead } = {}) => {
    try {
      const write = instead ? await client.writeInstead(instead, intent) : await client.write(intent, dependsOn ? { dependsOn } : undefined);
      if (said) say(said, undo);
      void write.verdict.then((verdict) => {
        if (!verdict.applied) say(`${words.t('write.parked')} ${reasonWords(words, verdict.reason)}`);
      });
      return write;
    } catch (error) {
      sayError(error);
      return null;
    }
  }, [client, say, sayError, words]);
}
