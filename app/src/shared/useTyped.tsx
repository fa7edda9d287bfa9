// SPDX-License-Identifier: Apache-2.0
// What is typed into a form: kept at every keystroke (kept.ts), and the same in all tabs that show the form. So the
// words of a tab that is closed go on in the next, and no tab can type over words that it does not show.
import { useCallback, useEffect, useState } from 'react';
import { keeper } from './kept';
import { useWords } from './words';

interface Typed<T> {
  value: T;
  type: (next: T) => void;
  // Sent, or given up: back to what it was before anybody typed.
  letGo: () => void;
  // False: only this page has it.
  safe: boolean;
}

// `untouched`: what the form holds before anybody has typed; counts only when the form appears.
export function useTyped<T>(place: string, untouched: () => T): Typed<T> {
  const [empty] = useState(untouched);
  const [value, setValue] = useState<T>(() => keeper.kept<T>(place)?.value ?? empty);
  const [safe, setSafe] = useState(true);
  useEffect(() => keeper.listen<T>(place, (kept) => setValue(kept === null ? empty : kept.value)), [place, empty]);
  const type = useCallback((next: T) => {
    setValue(next);
    // Words that were taken out again are no words that wait.
    const untyped = JSON.stringify(next) === JSON.stringify(empty);
    if (untyped) keeper.letGo(place);
    setSafe(untyped || keeper.keep(place, next));
  }, [place, empty]);
  const letGo = useCallback(() => {
    keeper.letGo(place);
    setValue(empty);
    setSafe(true);
  }, [place, empty]);
  return { value, type, letGo, safe };
}

export function UnsafeNote({ safe }: { safe: boolean }) {
  const { t } = useWords();
  return safe ? null : <p role="alert" data-state="unsafe">{t('draft.unsafe')}</p>;
}
