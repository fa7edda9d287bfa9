// SPDX-License-Identifier: Apache-2.0
// Leaving this device: access ends and the copy is erased. What only this device holds is named first, and
// nothing of it goes without a second yes.
import { Button } from '@digdir/designsystemet-react';
import type { SignedOut } from '@samstig/client';
import { useState } from 'react';
import { Ask } from '../../shared/Ask';
import { useClient } from '../../shared/client';
import { keeper } from '../../shared/kept';
import { useVoice } from '../../shared/say';
import { useSignedIn } from '../../shared/signed_in';
import { useWords } from '../../shared/words';
import { ExportUnsent } from './ExportUnsent';
import { leaveDevice } from './leave_device';

export function Leaving() {
  const { t } = useWords();
  const client = useClient();
  const { say, sayError } = useVoice();
  const { refresh } = useSignedIn();
  const [asking, setAsking] = useState(false);
  const [left, setLeft] = useState<SignedOut | null>(null);
  const begun = keeper.places().length;
  const close = () => {
    setAsking(false);
    setLeft(null);
  };
  const leave = async () => {
    try {
      const answer = await leaveDevice(client, left?.confirmation);
      if (!answer.signedOut) {
        setLeft(answer);
        return;
      }
      say(t(answer.revoked ? 'leave.done' : 'leave.notHeard'));
      await refresh();
    } catch (error) {
      sayError(error);
    }
  };
  return (
    <>
      <p>{t('leave.words')}</p>
      <Button variant="secondary" data-color="danger" onClick={() => setAsking(true)}>{t('leave.title')}</Button>
      {asking && (
        <Ask title={t('leave.title')} onClose={close} yes={{ label: left || begun > 0 ? t('leave.anyway') : t('leave.yes'), act: () => void leave(), danger: true }}>
          {left || begun > 0 ? (
            <>
              <p>{t('leave.lost', { writes: (left?.waiting ?? 0) + (left?.parked ?? 0) + begun, files: left?.attachments ?? 0 })}</p>
              <ExportUnsent />
            </>
          ) : <p>{t('leave.sure')}</p>}
        </Ask>
      )}
    </>
  );
}
