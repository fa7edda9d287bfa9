// SPDX-License-Identifier: Apache-2.0
// The assembler: words, client library, app. Nothing else is made here, and nothing here knows a screen.
import '@digdir/designsystemet-css';
import '@fontsource-variable/schibsted-grotesk/wght.css';
import './shell/theme/samstig.css';
import './shell/style/index.css';
import { openSamstig } from '@samstig/client';
import type { Begun } from '@samstig/client/begin';
import { startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import type { Language, Messages } from './messages';
import { readPref } from './shared/prefs';
import { turn } from './shared/turn';
import { Words } from './shared/words';
import { App, askRolesBefore, guardUnsafeWords } from './shell/App';
import { fetchLastArea } from './shell/areas';
import { Opening } from './shell/Opening';

// What early.ts has begun.
interface Early {
  startWorker: () => Worker;
  begun: Begun;
  language: Language;
  messages: Promise<Messages>;
}

// The early script waits for nothing, not even for the end of the page.
function pageIsRead(): Promise<void> {
  if (document.readyState !== 'loading') return Promise.resolve();
  return new Promise((resolve) => document.addEventListener('DOMContentLoaded', () => resolve(), { once: true }));
}

export async function start({ startWorker, begun, language, messages }: Early): Promise<void> {
  const { wasm } = begun;
  const opening = openSamstig({ worker: startWorker, wasm, begun });
  // Handled below; until then nobody shall call it unhandled.
  opening.catch(() => undefined);
  const screens = fetchLastArea();
  document.documentElement.lang = language;
  document.documentElement.dataset['colorScheme'] = readPref('colours', 'auto');
  const words = new Words(language, await messages);
  const [prepare] = await Promise.all([screens, pageIsRead()]);
  const root = createRoot(document.getElementById('app')!);
  try {
    const client = await opening;
    const account = client.account();
    guardUnsafeWords();
    // While the database is being opened: the browser's tables of languages take their time to be read.
    words.day(Date.now());
    await turn();
    words.t('assignment.minutes', { minutes: 0 });
    const who = await account;
    // So that the first thing drawn is the screen, and not a frame around nothing.
    if (who) await Promise.all([askRolesBefore(client, who.person), prepare?.(window.location.pathname, client, who.person, words)]);
    startTransition(() => root.render(<App client={client} account={who} words={words} />));
  } catch (error) {
    console.error(error);
    root.render(<Opening error={error} words={words} />);
  }
}
