// SPDX-License-Identifier: Apache-2.0
// Whether this browser can be trusted with what one writes; told plainly, with ways out.
import { Alert, Button } from '@digdir/designsystemet-react';
import type { StorageStatus } from '@samstig/client';
import { useEffect, useState } from 'react';
import { useClient } from '../../shared/client';
import { useVoice } from '../../shared/say';
import { useWords } from '../../shared/words';
import { ExportUnsent } from './ExportUnsent';

export function StorageState() {
  const { t } = useWords();
  const client = useClient();
  const { say, sayError } = useVoice();
  const [status, setStatus] = useState<StorageStatus>();
  useEffect(() => {
    client.storage().then(setStatus, () => undefined);
    return client.observe(() => void client.storage().then(setStatus, () => undefined));
  }, [client]);
  if (!status) return null;
  const ask = async () => {
    try {
      const now = await client.requestPersistence();
      setStatus(now);
      say(t(now.kind === 'persistent' ? 'storage.granted' : 'storage.refused'));
    } catch (error) {
      sayError(error);
    }
  };
  return (
    <>
      {status.full && <Alert data-color="danger">{t('storage.full')}</Alert>}
      <p>{t(`storage.${status.kind}`)}</p>
      <div className="buttons">
        {status.kind === 'bestEffort' && <Button variant="secondary" onClick={() => void ask()}>{t('storage.ask')}</Button>}
        {(status.full || status.kind === 'memory') && <ExportUnsent />}
      </div>
    </>
  );
}
