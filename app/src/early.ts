// SPDX-License-Identifier: Apache-2.0
// What a start waits for longest is begun first, by a script of its own that is there before the rest: the worker opens
// the database and the words are fetched while the app is still being read.
import { beginWorker, readContract } from '@samstig/client/begin';
import wasm from '@samstig/wasm?url';
import { chosenLanguage, loadMessages } from './messages';
import { turn } from './shared/turn';

const startWorker = () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'samstig' });

const begun = beginWorker(startWorker(), new URL(wasm, window.location.href).href);
const language = chosenLanguage();
const messages = loadMessages(language);
// Handled in main.tsx; until then nobody shall call it unhandled.
messages.catch(() => undefined);
// The app is made ready in steps, between which the browser can draw and hear.
async function begin() {
  await readContract(turn);
  await import('react-dom/client');
  await turn();
  const { start } = await import('./main');
  await turn();
  await start({ startWorker, begun, language, messages });
}

void begin();
