// SPDX-License-Identifier: Apache-2.0
// The state of things in plain words: what is safe where, what waits for what, and whether anything is
// asked of the person. Pure.
import type { StorageStatus, SyncStatus } from '@samstig/client';
import type { MessageKey } from '../messages';

export interface SyncWords {
  key: MessageKey;
  count: number;
  // 'calm': nothing to do. 'waits': goes on by itself. 'asks': a person has to do something.
  tone: 'calm' | 'waits' | 'asks';
}

// The worst first: what could cost words comes before what only takes time.
export function syncWords(status: SyncStatus, storage: StorageStatus | null): SyncWords {
  const waiting = status.waiting + status.files;
  if (storage?.full) return { key: 'sync.full', count: waiting, tone: 'asks' };
  if (status.state === 'deviceTrouble') return { key: 'sync.deviceTrouble', count: waiting, tone: 'asks' };
  if (storage?.kind === 'memory') return { key: 'sync.memory', count: waiting, tone: 'asks' };
  if (status.state === 'signedOut') return { key: 'sync.signedOut', count: waiting, tone: 'asks' };
  if (status.parked > 0) return { key: 'sync.parked', count: status.parked, tone: 'asks' };
  switch (status.state) {
    case 'offline': return waiting > 0 ? { key: 'sync.waitsForNetwork', count: waiting, tone: 'waits' } : { key: 'sync.offline', count: 0, tone: 'waits' };
    case 'serverRefuses': return { key: 'sync.serverRefuses', count: waiting, tone: 'waits' };
    case 'stopped': return { key: 'sync.stopped', count: waiting, tone: 'waits' };
    case 'syncing': return waiting > 0 ? { key: 'sync.sending', count: waiting, tone: 'waits' } : { key: 'sync.fetching', count: 0, tone: 'calm' };
    default: return waiting > 0 ? { key: 'sync.sending', count: waiting, tone: 'waits' } : { key: 'sync.upToDate', count: 0, tone: 'calm' };
  }
}

const kWrongMs = 10 * 60 * 1000;

// How wrong this device's clock is, in milliseconds; 0 when it is right enough.
export function clockWrongBy(deviceMs: number, serverMs: number): number {
  const away = deviceMs - serverMs;
  return Math.abs(away) < kWrongMs ? 0 : away;
}
