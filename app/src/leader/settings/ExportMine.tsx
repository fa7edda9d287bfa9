// SPDX-License-Identifier: Apache-2.0
// "All that is mine": a ZIP file with everything one wrote, all versions, and the files.
import { Button } from '@digdir/designsystemet-react';
import { PackageIcon } from '@navikt/aksel-icons';
import type { Account, Samstig } from '@samstig/client';
import { useState } from 'react';
import { useAccount, useClient } from '../../shared/client';
import { saveFile } from '../../shared/Files';
import { idText } from '../../shared/ids';
import { useVoice } from '../../shared/say';
import { useWords, type Words } from '../../shared/words';
import { fileKey, filesIn, ownDocument, ownTexts, type OwnFile } from './own_data';

async function folder(client: Samstig, account: Account, words: Words): Promise<{ zip: Uint8Array; missing: number }> {
  const things = await client.listOwn();
  const files: OwnFile[] = [];
  const entries: Record<string, Uint8Array> = {};
  const seen = new Set<string>();
  for (const version of things.flatMap((thing) => thing.versions)) {
    for (const file of filesIn(version)) {
      const key = fileKey(file);
      if (seen.has(key)) continue;
      seen.add(key);
      // A file that cannot be had leaves a line that says so, not a hole.
      const bytes = await client.fetchAttachment(version.id, file).catch(() => null);
      const name = bytes && `${key.slice(0, 8)}-${file.name}`;
      if (bytes) entries[`files/${name}`] = bytes;
      files.push({ name, called: file.name, sha256: key });
    }
  }
  const about = { network: account.network, person: idText(account.person), madeMs: await client.serverTimeMs() };
  // Not the asynchronous one: it makes workers out of thin air, which the page's policy forbids.
  const { strToU8, zipSync } = await import('fflate');
  entries['data.json'] = strToU8(JSON.stringify(ownDocument(things, files, about), null, 2));
  for (const [name, text] of ownTexts(things, about.person, words)) entries[name] = strToU8(text);
  return { zip: zipSync(entries, { level: 6 }), missing: files.filter((file) => file.name === null).length };
}

export function ExportMine() {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const account = useAccount();
  const { say, sayError } = useVoice();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    if (!account) return;
    setBusy(true);
    try {
      const { zip, missing } = await folder(client, account, words);
      saveFile(zip, `samstig-${account.network}-${new Date().toISOString().slice(0, 10)}.zip`, 'application/zip');
      say(missing > 0 ? t('mine.missing', { count: missing }) : t('mine.saved'));
    } catch (error) {
      sayError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="secondary" data-color="neutral" disabled={busy} onClick={() => void save()}>
      <PackageIcon aria-hidden /> {busy ? t('mine.busy') : t('mine.save')}
    </Button>
  );
}
