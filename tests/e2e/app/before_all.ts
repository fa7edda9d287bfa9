// SPDX-License-Identifier: Apache-2.0
// Once for all stories: a network is made that each of them begins with a copy of. SAMSTIG_APP says where the app
// is, as it was built for a release.
import type { GlobalSetupContext } from 'vitest/node';

import { World } from '../../client-lib/wasm/world';

declare module 'vitest' {
  interface ProvidedContext {
    app: string;
    network: string;
  }
}

export default async function setup({ provide }: GlobalSetupContext) {
  const app = process.env.SAMSTIG_APP;
  if (!app) throw new Error('SAMSTIG_APP says where the built app is');
  const world = await World.make(app);
  await world.stops();
  provide('app', app);
  provide('network', world.folder);
  return () => world.ends();
}
