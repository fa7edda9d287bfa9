// SPDX-License-Identifier: Apache-2.0
import type { StorageStatus, SyncStatus } from '@samstig/client';
import { Role } from '@samstig/client/messages';
import { describe, expect, it } from 'vitest';
import { loadMessages } from '../messages';
import { areaAt, areasFor } from './areas';
import { deviceName, digits, invitationIn, looksLikeEmail } from '../shared/sign_in';
import { clockWrongBy, syncWords } from './sync';

const status = (change: Partial<SyncStatus>): SyncStatus => ({ state: 'upToDate', reason: 0, detail: '', waiting: 0, parked: 0, files: 0, ...change });
const disk = (change: Partial<StorageStatus> = {}): StorageStatus => ({ kind: 'persistent', full: false, ...change });

describe('the state in plain words', () => {
  it.each([
    [status({}), disk(), 'sync.upToDate', 'calm'],
    [status({ state: 'offline' }), disk(), 'sync.offline', 'waits'],
    [status({ state: 'offline', waiting: 2, files: 1 }), disk(), 'sync.waitsForNetwork', 'waits'],
    [status({ state: 'syncing', waiting: 1 }), disk(), 'sync.sending', 'waits'],
    [status({ state: 'signedOut', waiting: 1 }), disk(), 'sync.signedOut', 'asks'],
    [status({ parked: 1 }), disk(), 'sync.parked', 'asks'],
    [status({ state: 'serverRefuses' }), null, 'sync.serverRefuses', 'waits'],
    [status({}), disk({ kind: 'memory' }), 'sync.memory', 'asks'],
  ] as const)('%o on %o is told as %s', (now, storage, key, tone) => {
    expect(syncWords(now, storage)).toMatchObject({ key, tone });
  });

  it('tells what could cost words before what only takes time', () => {
    expect(syncWords(status({ state: 'offline', waiting: 3, parked: 2 }), disk({ full: true })).key).toBe('sync.full');
    expect(syncWords(status({ state: 'signedOut', parked: 2 }), disk()).key).toBe('sync.signedOut');
  });

  it('has a reason behind every state', async () => {
    const messages = await loadMessages('sv-FI');
    for (const key of Object.keys(messages).filter((name) => /^sync\./.test(name) && `${name}Why` in messages)) expect(messages[`${key}Why`]).not.toBe('');
    for (const state of ['upToDate', 'syncing', 'offline', 'signedOut', 'stopped', 'serverRefuses', 'deviceTrouble'] as const) {
      for (const waiting of [0, 1]) expect(messages[`${syncWords(status({ state, waiting }), disk()).key}Why`]).toBeDefined();
    }
  });

  it('tells of a clock that is wrong by much, not by little', () => {
    expect(clockWrongBy(1_000_000, 1_060_000)).toBe(0);
    expect(clockWrongBy(Date.UTC(2025, 1), Date.UTC(2026, 1))).toBe(-525_600 * 60_000);
  });
});

describe('signing in', () => {
  it('reads what the link in the mail carries', () => {
    expect(invitationIn('#network=svenskfinland&email=anna%40pargas.example&code=12345678')).toEqual({ network: 'svenskfinland', email: 'anna@pargas.example', code: '12345678' });
    expect(invitationIn('')).toBeNull();
    expect(invitationIn('#main')).toBeNull();
    expect(invitationIn('#code=%3Cscript%3E1')!.code).toBe('1');
  });
  it('takes a code as people write it', () => expect(digits('Koden är 1234 56-78, tack')).toBe('12345678'));
  it('knows half an address from a whole one', () => {
    expect(looksLikeEmail(' anna@pargas.example ')).toBe(true);
    for (const text of ['anna', 'anna@', '@pargas', 'anna@pargas', 'a b@c.d']) expect(looksLikeEmail(text)).toBe(false);
  });
  it('calls a device by what its owner would', () => {
    expect(deviceName('Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36')).toBe('Chrome, Android');
    expect(deviceName('Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1')).toBe('Safari, iPhone');
    expect(deviceName('')).toBe('Samstig');
  });
});

describe('areas', () => {
  it('the leader\'s are for everybody, and have all addresses that no other has', () => {
    const mine = areasFor([]);
    expect(mine.map((area) => area.key)).toContain('leader');
    expect(areaAt('/threads/x', mine)?.key).toBe('leader');
  });
  it('who is nothing but a guest has the invitation, the outbox and the settings', () => {
    const mine = areasFor([Role.GUEST]);
    expect(mine.flatMap((area) => area.ways.map((way) => way.to))).toEqual(['/guest', '/outbox', '/settings']);
    expect(areaAt('/guest', mine)?.key).toBe('guest');
  });
  it('who is a guest besides keeps all the rest', () => {
    const all = (roles: Role[]) => areasFor(roles).flatMap((area) => area.ways.map((way) => way.to));
    expect(all([Role.LEADER, Role.GUEST])).toEqual([...all([Role.LEADER]), '/guest']);
    expect(all([Role.COACH])).not.toContain('/guest');
  });
});
