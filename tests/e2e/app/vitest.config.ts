// SPDX-License-Identifier: Apache-2.0
// The companion app as people meet it: in Chromium, against the real server. Two browsers at a time. No limit here is
// a check: on a machine that builds something beside it, everything takes ten times as long.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    include: ['*.test.ts'],
    globalSetup: ['before_all.ts'],
    minWorkers: 1,
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 300_000,
  },
});
