// SPDX-License-Identifier: Apache-2.0
// Builds the tests' page once, as an app would be built, into a folder that the server can serve.
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
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
  const wasm = process.env.SAMSTIG_WASM;
  if (!wasm) throw new Error('SAMSTIG_WASM says where samstig.wasm is');
  const folder = await mkdtemp(join(tmpdir(), 'samstig-page-'));
  await build({
    root: fileURLToPath(new URL('./page', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder, target: 'es2022', emptyOutDir: true },
    worker: { format: 'es' },
  });
  await copyFile(wasm, join(folder, 'samstig.wasm'));
  provide('pageFolder', folder);
  return () => rm(folder, { recursive: true });
}
