// SPDX-License-Identifier: Apache-2.0
// All unsent work as a file: a way out that needs neither network nor server.
import { Button } from '@digdir/designsystemet-react';
import { DownloadIcon } from '@navikt/aksel-icons';
import { useState } from 'react';
import { useClient } from '../../shared/client';
import { saveFile } from '../../shared/Files';
import { keeper } from '../../shared/kept';
import { useVoice } from '../../shared/say';
import { useWords } from '../../shared/words';

// The library's export, and the words that were begun and not written yet.
async function withKept(unsent: Blob): Promise<Blob> {
  const begun = keeper.places().map((place) => ({ place, ...keeper.kept(place) }));
  if (begun.length === 0) return unsent;
  const text = await unsent.text();
  try {
    const document = JSON.parse(text) as object;
    return new Blob([JSON.stringify({ ...document, begun }, null, 2)], { type: 'application/json' });
  } catch {
    return new Blob([text, '\n', JSON.stringify({ begun }, null, 2)], { type: 'text/plain' });
  }
}

export function ExportUnsent() {
  const { t } = useWords();
  const client = useClient();
  const { say, sayError } = useVoice();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      saveFile(await withKept(await client.exportUnsent()), `samstig-${new Date().toISOString().slice(0, 10)}.json`);
      say(t('export.saved'));
    } catch (error) {
      sayError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="secondary" data-color="neutral" disabled={busy} onClick={() => void save()}>
      <DownloadIcon aria-hidden /> {t('export.unsent')}
    </Button>
  );
}
