// SPDX-License-Identifier: Apache-2.0
// A form whose words outlive the page: every change is kept at once, and they are let go of when they were
// written. Coming back to the place shows them again, and all tabs that show the form show the same words.
import { useCallback, useEffect, useState } from 'react';
import { keeper } from './kept';

export interface KeptForm<T> {
  value: T;
  change: (next: Partial<T>) => void;
  // After it was written, or when the person wants to begin anew.
  letGo: (fresh?: T) => void;
  // Words from an earlier visit are in it.
  found: boolean;
}

export function useKept<T extends object>(place: string, fresh: T): KeptForm<T> {
  const [kept] = useState(() => keeper.kept<T>(place));
  const [untouched] = useState(fresh);
  const [value, setValue] = useState<T>(() => ({ ...fresh, ...kept?.value }));
  useEffect(() => keeper.listen<T>(place, (other) => setValue({ ...untouched, ...other?.value })), [place, untouched]);
  const change = useCallback((next: Partial<T>) => setValue((before) => {
    const changed = { ...before, ...next };
    keeper.keep(place, changed);
    return changed;
  }), [place]);
  const letGo = useCallback((again?: T) => {
    keeper.letGo(place);
    if (again) setValue(again);
  }, [place]);
  return { value, change, letGo, found: kept !== null };
}
