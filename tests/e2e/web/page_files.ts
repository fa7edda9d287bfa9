// SPDX-License-Identifier: Apache-2.0
// Builds the page with Google's client once, into a folder that the server can serve.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { GlobalSetupContext } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    pageFolder: string;
  }
}

export default async function setup({ provide }: GlobalSetupContext) {
  const folder = await mkdtemp(join(tmpdir(), 'samstig-page-'));
  await build({
    root: fileURLToPath(new URL('./page', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder, target: 'es2022', emptyOutDir: true },
  });
  provide('pageFolder', folder);
  return () => rm(folder, { recursive: true });
}
