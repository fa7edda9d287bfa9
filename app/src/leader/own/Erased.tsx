// SPDX-License-Identifier: Apache-2.0
// What was erased, what stays and as whose, what backups still hold; and the way to leave nothing here either.
import { Button } from '@digdir/designsystemet-react';
import type { ErasedIn } from '@samstig/client/messages';
import { useAccount, useClient } from '../../shared/client';
import { Page, Section } from '../../shared/Page';
import { useVoice } from '../../shared/say';
import { useSignedIn } from '../../shared/signed_in';
import { useWords } from '../../shared/words';
import { leaveDevice } from '../settings/leave_device';
import { backupWords } from './EraseNetwork';

export function Erased({ erased, names }: { erased: ErasedIn[]; names: Map<string, string> }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const account = useAccount();
  const { say, sayError } = useVoice();
  const { refresh } = useSignedIn();
  const home = erased.some(({ network }) => network === account?.network);
  const clear = async () => {
    try {
      // What only this device holds is the erased person's own, and goes with the rest.
      const { confirmation, signedOut } = await leaveDevice(client);
      if (!signedOut) await leaveDevice(client, confirmation);
      say(t('erase.cleared'));
      await refresh();
    } catch (error) {
      sayError(error);
    }
  };
  return (
    <Page title={t('erase.done')} lead={t('erase.doneLead')}>
      {erased.map((one) => {
        const { deleted = 0, anonymised = 0, keptWithRole = 0 } = one.erasure ?? {};
        return (
          <Section key={one.network} id={`erased-${one.network}`} title={names.get(one.network) ?? one.network}>
            <ul className="plain-list">
              <li>{t('erase.deleted', { count: deleted })}</li>
              {anonymised > 0 && <li>{t('erase.anonymised', { count: anonymised })}</li>}
              {keptWithRole > 0 && <li>{t('erase.kept', { count: keptWithRole })}</li>}
            </ul>
            <p>{backupWords(words, one)}</p>
          </Section>
        );
      })}
      {home && (
        <Section id="here" title={t('erase.clear')}>
          <p>{t('erase.here')}</p>
          <div><Button onClick={() => void clear()}>{t('erase.clear')}</Button></div>
        </Section>
      )}
    </Page>
  );
}
