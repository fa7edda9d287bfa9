// SPDX-License-Identifier: Apache-2.0
// The core over files in memory: it opens, writes, finds again, and keeps what it was told through a
// restart. No network.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';

import { NoRoom } from '../../../../client-lib/wasm/src/files';
import type { What } from '../../../../client-lib/wasm/src/core';
import { EntitySchema, MutationSchema, Reason } from '../../../../client-lib/wasm/src/messages';
import { nothing, Phone } from '../core_in_node';

const anna = new Uint8Array(16).fill(1);
const device = new Uint8Array(16).fill(2);
const post = new Uint8Array(16).fill(3);
const thread = new Uint8Array(16).fill(4);

const open: What = { case: 'open', value: nothing };

function signIn(phone: Phone): void {
  const value = { $typeName: 'samstig.bridge.SignedIn' as const, network: 'ledarstig', person: anna, device, token: 'secret' };
  expect(phone.ask({ case: 'signedIn', value }).reason).toBe(0);
}

let requests = 0;
function startThread(phone: Phone, id: Uint8Array, request = ++requests) {
  const intent: MessageInitShape<typeof MutationSchema>['intent'] = {
    case: 'startThread',
    value: { id, cohortId: thread, title: 'Mötet på måndag' },
  };
  const mutation = toBinary(MutationSchema, create(MutationSchema, { intent }));
  const named = new Uint8Array(16).fill(request, 8);
  return phone.ask({ case: 'write', value: { $typeName: 'samstig.bridge.Write', mutation, instead: new Uint8Array(), request: named } });
}

function titleOf(phone: Phone, id: Uint8Array): string | undefined {
  const [shown] = phone.ask({ case: 'get', value: id }).shown;
  if (!shown) return undefined;
  const { body } = fromBinary(EntitySchema, shown.entity);
  return body.case === 'thread' ? body.value.title : undefined;
}

describe('the core in WebAssembly', () => {
  it('shows what was written at once, and after a restart', async () => {
    const phone = await Phone.withFiles();
    expect(phone.ask(open).reason).toBe(0);
    signIn(phone);
    const { reason, detail, number } = startThread(phone, post);
    expect([reason, detail, number]).toEqual([0, '', 1n]);
    expect(titleOf(phone, post)).toBe('Mötet på måndag');

    const later = await Phone.withFiles(phone.copyOfFiles());
    expect(later.ask(open).reason).toBe(0);
    expect(later.ask({ case: 'account', value: nothing }).account?.network).toBe('ledarstig');
    expect(titleOf(later, post)).toBe('Mötet på måndag');
    expect(later.ask({ case: 'outbox', value: nothing }).outbox).toHaveLength(1);
  });

  it('writes once what is asked for twice', async () => {
    const phone = await Phone.withFiles();
    phone.ask(open);
    signIn(phone);
    expect(startThread(phone, post, 77).number).toBe(1n);
    // The leading tab crashed before it could answer.
    const next = await Phone.withFiles(phone.copyOfFiles());
    next.ask(open);
    expect(startThread(next, post, 77).number).toBe(1n);
    expect(next.ask({ case: 'outbox', value: nothing }).outbox).toHaveLength(1);
    expect(startThread(next, thread, 78).number).toBe(2n);
  });

  it('answers a request that was refused and then asked again', async () => {
    const phone = await Phone.withFiles();
    phone.ask(open);
    signIn(phone);
    // No id: the rules refuse it, and the number that was meant for it goes to another.
    expect(startThread(phone, new Uint8Array(), 80).reason).toBe(Reason.MISSING_FIELD);
    expect(startThread(phone, post, 81).number).toBe(1n);
    expect(startThread(phone, new Uint8Array(), 80).reason).toBe(Reason.MISSING_FIELD);
    expect(startThread(phone, post, 81).number).toBe(1n);
  });

  it('says that the disk is full, and keeps what was there', async () => {
    const phone = await Phone.withFiles();
    phone.ask(open);
    signIn(phone);
    startThread(phone, post);
    const wal = phone.files[2]!;
    const write = wal.write.bind(wal);
    wal.write = () => {
      throw new NoRoom();
    };
    expect(startThread(phone, thread).reason).toBe(Reason.DISK_FULL);
    wal.write = write;
    expect(titleOf(phone, post)).toBe('Mötet på måndag');
    expect(startThread(phone, thread).number).toBe(2n);
  });

  it('does not touch a database of a newer version', async () => {
    const phone = await Phone.withFiles();
    phone.ask(open);
    signIn(phone);
    startThread(phone, post);
    phone.ask({ case: 'close', value: nothing });
    const main = phone.files[0]!;
    // user_version in the header of an SQLite file: https://www.sqlite.org/fileformat2.html
    main.write(new Uint8Array([0, 0, 1, 0]), 60);
    const older = await Phone.withFiles(phone.copyOfFiles());
    expect(older.ask(open).reason).toBe(Reason.NEWER_DATA);
    expect(older.ask({ case: 'outbox', value: nothing }).reason).toBe(Reason.INTERNAL);
    expect(older.ask({ case: 'rescue', value: nothing }).rescued?.writes).toHaveLength(1);
  });
});
