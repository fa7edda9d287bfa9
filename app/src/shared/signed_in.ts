// SPDX-License-Identifier: Apache-2.0
// For the screens after which another person, or nobody, is signed in.
import { createContext, useContext } from 'react';

export interface SignedIn {
  // Asks the library again who is signed in.
  refresh: () => Promise<void>;
}

const SignedInContext = createContext<SignedIn | null>(null);
export const SignedInProvider = SignedInContext.Provider;

export function useSignedIn(): SignedIn {
  const signedIn = useContext(SignedInContext);
  if (!signedIn) throw new Error('nobody knows who is signed in: the screen is outside of the shell');
  return signedIn;
}
