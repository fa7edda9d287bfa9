// SPDX-License-Identifier: Apache-2.0
// The HTTP edge and clients that were not written here: connect-web, Google's grpc-web, buf, curl.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    include: ['*.test.ts'],
    globalSetup: ['page_files.ts'],
    // One server at a time.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
