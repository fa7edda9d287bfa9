// SPDX-License-Identifier: Apache-2.0
// Once for all stories: the app is built as for a release, and a network is made that each story begins with
// a copy of. SAMSTIG_APP names an app that is built already.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { GlobalSetupContext } from 'vitest/node';

import { World } from '../../client-lib/wasm/world';

declare module 'vitest' {
  interface ProvidedContext {
    app: string;
    network: string;
  }
}

const ROOM = fileURLToPath(new URL('../../../app', import.meta.url));

export default async function setup({ provide }: GlobalSetupContext) {
  const built = process.env.SAMSTIG_APP ? undefined : await mkdtemp(join(tmpdir(), 'samstig-app-'));
  if (built) {
    await build({
      root: ROOM, configFile: join(ROOM, 'vite.config.ts'), logLevel: 'error', mode: 'production',
      build: { outDir: built, emptyOutDir: true },
    });
  }
  const app = process.env.SAMSTIG_APP ?? built!;
  const world = await World.make(app);
  await world.stops();
  provide('app', app);
  provide('network', world.folder);
  return async () => {
    await world.ends();
    if (built) await rm(built, { recursive: true });
  };
}
