// SPDX-License-Identifier: Apache-2.0
// Where one is signed in; a lost phone is signed out from here.
import { Button } from '@digdir/designsystemet-react';
import type { Device } from '@samstig/client';
import { useCallback, useEffect, useState } from 'react';
import { Ask } from '../../shared/Ask';
import { useClient } from '../../shared/client';
import { errorWords } from '../../shared/errors';
import { idText } from '../../shared/ids';
import { useVoice } from '../../shared/say';
import { useWords } from '../../shared/words';

export function Devices() {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const { say, sayError } = useVoice();
  const [devices, setDevices] = useState<Device[]>();
  const [error, setError] = useState<unknown>();
  const [leaving, setLeaving] = useState<Device | null>(null);
  const load = useCallback(() => client.listDevices().then((found) => { setDevices(found); setError(undefined); }, setError), [client]);
  useEffect(() => { void load(); }, [load]);
  const revoke = async (device: Device) => {
    setLeaving(null);
    try {
      await client.revokeDevice(device.id);
      say(t('devices.revoked', { name: device.name }));
      await load();
    } catch (refused) {
      sayError(refused);
    }
  };
  if (error !== undefined && !devices) {
    return <p>{t('devices.network')} {errorWords(words, error)} <Button variant="tertiary" data-size="sm" onClick={() => void load()}>{t('again')}</Button></p>;
  }
  return (
    <>
      <ul className="rows">
        {devices?.map((device) => (
          <li key={idText(device.id)} className="row">
            <span className="row-link">
              <span className="row-title"><bdi>{device.name}</bdi></span>
              <span className="row-facts muted">{device.current ? t('devices.this') : t('devices.seen', { when: words.near(device.lastSeenMs, Date.now()) })}</span>
            </span>
            {!device.current && <Button variant="tertiary" data-size="sm" data-color="danger" onClick={() => setLeaving(device)}>{t('devices.revoke')}</Button>}
          </li>
        ))}
      </ul>
      {leaving && (
        <Ask title={t('devices.revokeTitle', { name: leaving.name })} onClose={() => setLeaving(null)} yes={{ label: t('devices.revoke'), act: () => void revoke(leaving), danger: true }}>
          <p>{t('devices.revokeWords')}</p>
        </Ask>
      )}
    </>
  );
}
