// SPDX-License-Identifier: Apache-2.0
// The client library did not open: no WebAssembly, no place to keep things, or data of a newer version. Says
// which, and what to do.
import { Button } from '@digdir/designsystemet-react';
import { errorWords } from '../shared/errors';
import { Words, WordsProvider } from '../shared/words';
import { Page } from '../shared/Page';

// Also where there is WebAssembly a policy may forbid it; then the smallest module there is will not do.
function refusesWasm(): boolean {
  try {
    return !new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
  } catch {
    return true;
  }
}

export function Opening({ error, words }: { error: unknown; words: Words }) {
  const noWasm = refusesWasm();
  return (
    <WordsProvider value={words}>
      <main className="alone">
        <Page title={words.t('opening.title')}>
          <p role="alert">{noWasm ? words.t('opening.noWasm') : errorWords(words, error)}</p>
          <p>{words.t('opening.what')}</p>
          <Button onClick={() => window.location.reload()}>{words.t('again')}</Button>
        </Page>
      </main>
    </WordsProvider>
  );
}
