// SPDX-License-Identifier: Apache-2.0
// A word to the person after what they did: shown for a while at the edge, read out by a screen reader, with
// a way to undo where there is one. Errors stay until they are put away.
import { Button } from '@digdir/designsystemet-react';
import { XMarkIcon } from '@navikt/aksel-icons';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { errorWords } from './errors';
import { useWords } from './words';

interface Said {
  key: number;
  text: string;
  error?: boolean;
  undo?: () => void;
}

interface Voice {
  say: (text: string, undo?: () => void) => void;
  // What went wrong, in words; the text it was about is safe and the words say so.
  sayError: (error: unknown) => void;
  // For screen readers only.
  whisper: (text: string) => void;
}

const VoiceContext = createContext<Voice | null>(null);
const kShownMs = 8000;

export function useVoice(): Voice {
  const voice = useContext(VoiceContext);
  if (!voice) throw new Error('no voice: the screen is outside of the shell');
  return voice;
}

export function VoiceProvider({ children }: { children: ReactNode }) {
  const words = useWords();
  const [said, setSaid] = useState<Said | null>(null);
  const [whispered, setWhispered] = useState('');
  const count = useRef(0);
  const put = useCallback((next: Omit<Said, 'key'>) => setSaid({ ...next, key: ++count.current }), []);
  const voice = useMemo<Voice>(() => ({
    say: (text, undo) => put({ text, undo }),
    sayError: (error) => {
      console.error(error);
      put({ text: errorWords(words, error), error: true });
    },
    whisper: setWhispered,
  }), [put, words]);
  useEffect(() => {
    if (!said || said.error) return;
    const timer = setTimeout(() => setSaid(null), kShownMs);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <VoiceContext.Provider value={voice}>
      {children}
      <div role="status" className="visually-hidden">{whispered}</div>
      <div className="said" role={said?.error ? 'alert' : 'status'} data-error={said?.error || undefined}>
        {said && (
          <div className="said-box" key={said.key}>
            <span>{said.text}</span>
            {said.undo && (
              <Button variant="tertiary" data-size="sm" onClick={() => { said.undo?.(); setSaid(null); }}>{words.t('undo')}</Button>
            )}
            <Button variant="tertiary" icon data-size="sm" aria-label={words.t('close')} onClick={() => setSaid(null)}>
              <XMarkIcon aria-hidden />
            </Button>
          </div>
        )}
      </div>
    </VoiceContext.Provider>
  );
}
