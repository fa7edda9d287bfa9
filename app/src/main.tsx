// SPDX-License-Identifier: Apache-2.0
// The assembler: words, client library, app. Nothing else is made here, and nothing here knows a screen.
import '@digdir/designsystemet-css';
import '@fontsource-variable/schibsted-grotesk/wght.css';
import './shell/theme/samstig.css';
import './shell/style/index.css';
import { openSamstig } from '@samstig/client';
import wasm from '@samstig/wasm?url';
import { createRoot } from 'react-dom/client';
import { type Language, languageFor, languages, loadMessages } from './messages';
import { readPref } from './shared/prefs';
import { Words } from './shared/words';
import { App, guardUnsafeWords } from './shell/App';
import { Opening } from './shell/Opening';

const kWorker = () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'samstig' });

function chosenLanguage(): Language {
  const chosen = readPref<string>('language', '');
  return languages.find((one) => one === chosen) ?? languageFor(navigator.languages);
}

async function start(): Promise<void> {
  const root = createRoot(document.getElementById('app')!);
  const language = chosenLanguage();
  document.documentElement.lang = language;
  document.documentElement.dataset['colorScheme'] = readPref('colours', 'auto');
  const opening = openSamstig({ worker: kWorker, wasm: new URL(wasm, window.location.href).href });
  // Handled below; until then nobody shall call it unhandled.
  opening.catch(() => undefined);
  const words = new Words(language, await loadMessages(language));
  try {
    const client = await opening;
    guardUnsafeWords();
    root.render(<App client={client} account={await client.account()} words={words} />);
  } catch (error) {
    console.error(error);
    root.render(<Opening error={error} words={words} />);
  }
}

void start();
