// SPDX-License-Identifier: Apache-2.0
/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { earlyLinks } from './build/early_links';
import { nativeBase64 } from './build/native_base64';
import { serviceWorker } from './build/service_worker';
import { smallTwins } from './build/small_twins';
import { wasmFile } from './build/wasm_file';

export default defineConfig({
  plugins: [react(), nativeBase64(), earlyLinks('/src/main.tsx'), serviceWorker('src/sw.ts'), smallTwins()],
  // The core, as CMake built it (target samstig_wasm).
  resolve: { alias: [{ find: /^@samstig\/wasm(?=\?)/, replacement: wasmFile() }] },
  worker: { format: 'es', plugins: () => [nativeBase64()] },
  build: {
    target: 'es2022',
    // Nothing is put into the HTML or into data: URLs: the server's policy lets neither through.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { output: { manualChunks: chunkOf }, treeshake: { moduleSideEffects: hasSideEffects } },
  },
  server: {
    // `npm run dev -w app` beside a samstig-server that listens there.
    proxy: { '/samstig.v1.': process.env['SAMSTIG_HTTP'] ?? 'http://127.0.0.1:8080' },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node', testTimeout: 60_000 },
});

// What changes seldom is a chunk of its own, so that a new version of the app is a small download.
function chunkOf(id: string): string | undefined {
  if (/node_modules\/@bufbuild\//.test(id)) return 'protobuf';
  // As many as there are steps in which the contract is made ready (readContract).
  if (/client-lib\/wasm\/src\/gen\/bridge_pb/.test(id)) return 'bridge';
  if (/client-lib\/wasm\/src\/(gen\/.*(_service|mutation|error_detail)_pb|messages)/.test(id)) return 'contract';
  if (/client-lib\/wasm\/src\/gen\//.test(id)) return 'kinds';
  if (/node_modules\/(react|react-dom|scheduler)\//.test(id)) return 'react';
  if (/node_modules\/(@digdir|@floating-ui|@u-elements|@radix-ui|@tanstack)\//.test(id)) return 'design';
  if (/node_modules\/(intl-messageformat|@formatjs)\//.test(id)) return 'words';
  return undefined;
}

// Designsystemet's components do nothing by being there, though their package does not say so; without this,
// its old combobox brings 200 kB that nobody uses.
function hasSideEffects(id: string): boolean {
  return !/node_modules\/(@digdir\/designsystemet-react|@floating-ui|@tanstack|tabbable|@navikt)\//.test(id);
}
