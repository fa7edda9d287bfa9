// SPDX-License-Identifier: Apache-2.0
// The line that always tells how things stand; behind it, why, and what can be done.
import { Button } from '@digdir/designsystemet-react';
import { CheckmarkIcon, ArrowsCirclepathIcon, ExclamationmarkTriangleIcon } from '@navikt/aksel-icons';
import type { StorageStatus, SyncStatus } from '@samstig/client';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { Ask } from '../shared/Ask';
import { useClient } from '../shared/client';
import { reasonWords } from '../shared/errors';
import { useVoice } from '../shared/say';
import { useWords } from '../shared/words';
import { clockWrongBy, syncWords } from './sync';

export interface SyncNow {
  status: SyncStatus;
  storage: StorageStatus | null;
}

export function useSync(): SyncNow | null {
  const client = useClient();
  const [now, setNow] = useState<SyncNow | null>(null);
  useEffect(() => {
    let wanted = true;
    const tell = (status: SyncStatus) => {
      if (wanted) setNow((before) => ({ status, storage: before?.storage ?? null }));
      client.storage().then((storage) => wanted && setNow({ status, storage }), () => undefined);
    };
    client.syncStatus().then(tell, () => undefined);
    const stop = client.observeSync(tell);
    return () => {
      wanted = false;
      stop();
    };
  }, [client]);
  return now;
}

// Asked anew whenever syncing goes on: then the server may have told its time.
export function useWrongClock(sync: SyncNow | null): number {
  const client = useClient();
  const [wrongBy, setWrongBy] = useState(0);
  useEffect(() => {
    client.serverTimeMs().then((server) => setWrongBy(clockWrongBy(Date.now(), server)), () => undefined);
  }, [client, sync]);
  return wrongBy;
}

const icons = { calm: CheckmarkIcon, waits: ArrowsCirclepathIcon, asks: ExclamationmarkTriangleIcon };

export function SyncLine({ sync }: { sync: SyncNow | null }) {
  const { t } = useWords();
  const { whisper } = useVoice();
  const [open, setOpen] = useState(false);
  const words = sync && syncWords(sync.status, sync.storage);
  const key = words?.key;
  const calm = words?.tone === 'calm';
  // Read out when it becomes another state, not at every count; and not the coming and going of a good network.
  useEffect(() => {
    if (key && words && !calm) whisper(t(key, { count: words.count }));
  }, [key, calm, t, whisper]);
  if (!words) return null;
  const Icon = icons[words.tone];
  return (
    <>
      <button type="button" className="sync" data-tone={words.tone} onClick={() => setOpen(true)}>
        <Icon aria-hidden /> <span>{t(words.key, { count: words.count })}</span>
      </button>
      {open && <SyncDetails sync={sync} onClose={() => setOpen(false)} />}
    </>
  );
}

function SyncDetails({ sync, onClose }: { sync: SyncNow; onClose: () => void }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const wrongBy = useWrongClock(sync);
  const { status, storage } = sync;
  const line = syncWords(status, storage);
  return (
    <Ask title={t('sync.title')} onClose={onClose}>
      <p className="sync-now">{t(line.key, { count: line.count })}</p>
      <p>{t(`${line.key}Why` as typeof line.key)}</p>
      {status.reason !== 0 && (status.state !== 'upToDate' || status.files > 0) && <p>{reasonWords(words, status.reason)}</p>}
      <ul className="sync-counts">
        <li>{t('sync.countWaiting', { count: status.waiting })}</li>
        <li>{t('sync.countFiles', { count: status.files })}</li>
        <li>{t('sync.countParked', { count: status.parked })}</li>
      </ul>
      {storage && <p>{t(`storage.${storage.kind}`)}</p>}
      {wrongBy !== 0 && <p>{t('sync.clock', { time: words.span(Math.abs(wrongBy)) })}</p>}
      <div className="buttons">
        {status.state === 'signedOut' && <Button asChild><Link href="/sign-in" onClick={onClose}>{t('signIn.again')}</Link></Button>}
        <Button variant="secondary" onClick={() => client.nudge()}>{t('sync.tryNow')}</Button>
        <Button asChild variant="tertiary"><Link href="/outbox" onClick={onClose}>{t('nav.outbox')}</Link></Button>
      </div>
    </Ask>
  );
}
