// SPDX-License-Identifier: Apache-2.0
// Language and colours of this device, as the shell keeps them.
import { createContext, useContext } from 'react';
import type { Language } from '../messages';

export const colours = ['auto', 'light', 'dark'] as const;
export type Colours = (typeof colours)[number];

export interface Look {
  setLanguage: (language: Language) => void;
  colour: Colours;
  setColour: (colour: Colours) => void;
}

const LookContext = createContext<Look | null>(null);
export const LookProvider = LookContext.Provider;

export function useLook(): Look {
  const look = useContext(LookContext);
  if (!look) throw new Error('no look: the screen is outside of the shell');
  return look;
}
