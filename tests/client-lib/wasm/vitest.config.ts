// SPDX-License-Identifier: Apache-2.0
// Two projects: what runs in node, in seconds; and what needs Chromium and a real server.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  test: {
    // One browser and one server at a time.
    fileParallelism: false,
    projects: [
      { test: { name: 'node', root, include: ['node/*.test.ts'], testTimeout: 60_000, setupFiles: ['web_crypto.ts'] } },
      {
        test: {
          name: 'chromium', root, include: ['chromium/*.test.ts'], testTimeout: 300_000, hookTimeout: 300_000,
          globalSetup: ['page_files.ts'],
        },
      },
    ],
  },
});
