// SPDX-License-Identifier: Apache-2.0
// How fast this browser's disk takes bytes at all: writes to a synchronous handle, then one flush. Answers with the
// milliseconds that it took.
import type { SyncAccessHandle } from '../../../../client-lib/wasm/src/opfs';

const scope = self as unknown as { postMessage(ms: number): void; onmessage: (event: MessageEvent<{ bytes: number; pageBytes: number }>) => void };

scope.onmessage = async ({ data: { bytes, pageBytes } }) => {
  const root = await navigator.storage.getDirectory();
  const file = await root.getFileHandle('raw', { create: true });
  const handle = await (file as unknown as { createSyncAccessHandle(): Promise<SyncAccessHandle> }).createSyncAccessHandle();
  handle.truncate(0);
  const page = crypto.getRandomValues(new Uint8Array(pageBytes));
  const start = performance.now();
  for (let at = 0; at < bytes; at += pageBytes) handle.write(page, { at });
  handle.flush();
  const ms = performance.now() - start;
  handle.close();
  await root.removeEntry('raw');
  scope.postMessage(ms);
};
