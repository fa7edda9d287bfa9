// SPDX-License-Identifier: Apache-2.0
// Begin: the worker is started, and the database opened in it, while the page's own script is still coming up. Made so
// that it can stand in a small script by itself: it needs nothing but names. samstig.wasm is the worker's to compile:
// a page that does it draws nothing meanwhile.
import type { FromWorker, ToWorker } from './protocol';

// To be handed to `openSamstig`, once.
export interface Begun {
  worker: Worker;
  tab: string;
  wasm: string;
  server: string;
  // What the worker said meanwhile, in order.
  heard: FromWorker[];
  // Why it could not be loaded.
  failed: string | undefined;
}

export function beginWorker(worker: Worker, wasm: string, server = ''): Begun {
  const tab = nameOfTab();
  const begun: Begun = { worker, tab, wasm, server, heard: [], failed: undefined };
  worker.onmessage = (event: MessageEvent<FromWorker>) => void begun.heard.push(event.data);
  worker.onerror = (event) => void (begun.failed = event.message ?? 'the worker failed');
  worker.postMessage({ kind: 'begin', tab, server, wasm } satisfies ToWorker);
  return begun;
}

// Makes the messages ready, which takes a while, in steps: before each `turn` is waited for. Without this they are made
// ready all at once when the library is loaded.
export async function readContract(turn: () => Promise<void>): Promise<void> {
  await import('./descriptors');
  await turn();
  await import('./gen/bridge_pb');
  await turn();
  await import('./gen/samstig/v1/entity_pb');
  await turn();
  await import('./messages');
  await turn();
}

export function nameOfTab(): string {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
