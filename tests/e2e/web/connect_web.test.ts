// SPDX-License-Identifier: Apache-2.0
// connect-web from node, against the real server.
import { createHash, randomBytes } from 'node:crypto';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { AccountService, BlobService, CatalogueService, ErrorDetailSchema, Reason, SyncService } from '../../../client-lib/wasm/src/messages';
import type { PullResponse } from '../../../client-lib/wasm/src/messages';
import { COHORT, NETWORK, World } from '../../client-lib/wasm/world';
import { asBearer, streamsBecome, tokenOf, transportTo } from './callers';

let world: World;
let token: string;

beforeAll(async () => {
  world = await World.make(inject('pageFolder'));
  token = await tokenOf(world, 'anna');
});
afterAll(() => world.ends());

const follow = { versionMin: 1, versionMax: 1, follow: true };

// How a call ended that should not have gone well.
async function failureOf(call: Promise<unknown>): Promise<ConnectError> {
  return call.then(() => { throw new Error('it went well'); }, (error) => ConnectError.from(error));
}

async function checkpoint(pages: AsyncIterator<PullResponse>): Promise<bigint> {
  for (;;) {
    const { value, done } = await pages.next();
    if (done) throw new Error('the stream ended');
    if (value.checkpoint) return value.checkpoint.seq;
  }
}

test('a call is answered', async () => {
  const { devices } = await createClient(AccountService, transportTo(world)).listDevices({}, { headers: asBearer(token) });
  expect(devices.map((device) => device.name)).toEqual(['Webbläsaren']);
});

test('an error comes with its words and its reason', async () => {
  const catalogue = createClient(CatalogueService, transportTo(world));
  const error = await failureOf(catalogue.listOpenCohorts({ network: 'ingenstans' }));
  expect(error.code).toBe(Code.NotFound);
  expect(error.rawMessage).toBe('there is no such network');
  expect(error.findDetails(ErrorDetailSchema).map((detail) => detail.reason)).toEqual([Reason.NO_SUCH_NETWORK]);
});

test('a stream brings what others do, as they do it', async () => {
  const stop = new AbortController();
  const pages = createClient(SyncService, transportTo(world)).pull(follow, { headers: asBearer(token), signal: stop.signal })[Symbol.asyncIterator]();
  let seq = await checkpoint(pages);
  for (const title of ['Först', 'Sedan']) {
    await world.as('cecilia', 'thread', 'start', title, 'Vad tänker ni?', '--cohort', COHORT);
    const next = await checkpoint(pages);
    expect(next).toBeGreaterThan(seq);
    seq = next;
  }
  await streamsBecome(world, 1);
  stop.abort();
  expect((await failureOf(checkpoint(pages))).code).toBe(Code.Canceled);
  await streamsBecome(world, 0);
});

test('a deadline ends a stream at both ends', async () => {
  const pages = createClient(SyncService, transportTo(world)).pull(follow, { headers: asBearer(token), timeoutMs: 2000 })[Symbol.asyncIterator]();
  await checkpoint(pages);
  expect((await failureOf(checkpoint(pages))).code).toBe(Code.DeadlineExceeded);
  await streamsBecome(world, 0);
});

test('a megabyte goes up in pieces and comes down in a stream', async () => {
  const blobs = createClient(BlobService, transportTo(world));
  const headers = asBearer(token);
  const bytes = randomBytes(1 << 20);
  const sha256 = new Uint8Array(createHash('sha256').update(bytes).digest());
  await blobs.statBlob({ sha256, size: BigInt(bytes.length) }, { headers });
  for (let index = 0; index < 4; ++index) {
    await blobs.putChunk({ sha256, index, data: new Uint8Array(bytes.subarray(index << 18, (index + 1) << 18)) }, { headers });
  }
  const pieces: Uint8Array[] = [];
  for await (const { data } of blobs.getBlob({ sha256 }, { headers })) pieces.push(data);
  expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
});

test('a server that stops ends the stream in good order, and is found again', async () => {
  const sync = createClient(SyncService, transportTo(world));
  const pages = sync.pull(follow, { headers: asBearer(token) })[Symbol.asyncIterator]();
  await checkpoint(pages);
  const ended = failureOf(checkpoint(pages));
  await world.stops();
  const error = await ended;
  expect(error.code).toBe(Code.Unavailable);
  expect(error.findDetails(ErrorDetailSchema), 'said by the server, not guessed from a broken connection').toHaveLength(1);
  await world.starts();
  const again = sync.pull({ ...follow, follow: false }, { headers: asBearer(token) })[Symbol.asyncIterator]();
  expect(await checkpoint(again)).toBeGreaterThan(0n);
  expect(NETWORK).toBe('svenskfinland');
});
