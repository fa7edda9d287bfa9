// SPDX-License-Identifier: Apache-2.0
// An app without a face: the tests play the person. What they need is on `window`.
import * as lib from '../../../../client-lib/wasm/src/index';
import * as messages from '../../../../client-lib/wasm/src/messages';
import { framesOf, Replay } from '../transcript';
import type { Frame } from '../transcript';

export type Lib = typeof lib;
export type Messages = typeof messages;

declare global {
  interface Window {
    lib: Lib;
    messages: Messages;
    client: lib.Samstig;
    replay(text: string): Promise<Frame[]>;
    ready: boolean;
  }
}

window.replay = async (text) => {
  const module = await WebAssembly.compile(await (await fetch('/samstig.wasm')).arrayBuffer());
  return new Replay(framesOf(text)).run(module);
};
window.lib = lib;
window.messages = messages;
window.client = await lib.openSamstig({
  worker: () => new Worker(new URL('../../../../client-lib/wasm/src/worker.ts', import.meta.url), { type: 'module' }),
});
window.ready = true;
