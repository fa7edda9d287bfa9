// SPDX-License-Identifier: Apache-2.0
// What the tests share: a person's token, and what the server counts.
import { createClient } from '@connectrpc/connect';
import type { Transport } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-web';

import { AccountService } from '../../../client-lib/wasm/src/messages';
import { emailOf, eventually, NETWORK } from '../../client-lib/wasm/world';
import type { World } from '../../client-lib/wasm/world';

export const transportTo = (world: World): Transport => createGrpcWebTransport({ baseUrl: world.url });

// Signs in as a browser does.
export async function tokenOf(world: World, name: string): Promise<string> {
  const accounts = createClient(AccountService, transportTo(world));
  await accounts.requestCode({ network: NETWORK, email: emailOf(name) });
  const code = await world.codeFor(emailOf(name));
  return (await accounts.redeemCode({ network: NETWORK, email: emailOf(name), code, deviceName: 'Webbläsaren' })).token;
}

export const asBearer = (token: string) => ({ authorization: `Bearer ${token}` });

export async function openStreams(world: World): Promise<number> {
  const text = await (await fetch(`${world.url}/metrics`)).text();
  return Number(/^samstig_web_streams (\d+)$/m.exec(text)![1]);
}

export const streamsBecome = (world: World, count: number) => eventually(async () => (await openStreams(world)) === count);
