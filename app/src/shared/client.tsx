// SPDX-License-Identifier: Apache-2.0
// The client library for the screens: there from the first screen on, with the account that is signed in.
import type { Account, Id, Samstig } from '@samstig/client';
import { createContext, useContext } from 'react';

const ClientContext = createContext<Samstig | null>(null);
const AccountContext = createContext<Account | null>(null);

export const ClientProvider = ClientContext.Provider;
export const AccountProvider = AccountContext.Provider;

export function useClient(): Samstig {
  const client = useContext(ClientContext);
  if (!client) throw new Error('no client: the screen is outside of the shell');
  return client;
}

// Who is signed in. Screens of the areas are shown to nobody else.
export function useMe(): Id {
  const account = useContext(AccountContext);
  if (!account) throw new Error('nobody is signed in');
  return account.person;
}

export function useAccount(): Account | null {
  return useContext(AccountContext);
}
