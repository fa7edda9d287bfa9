// SPDX-License-Identifier: Apache-2.0
// Calls whose messages the worker itself reads and writes: signing in, devices, files. Loaded when the first of them is
// made, for a start has no use for them. All reject with a SamstigError.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { MessageInitShape } from '@bufbuild/protobuf';

import {
  AccountService, AttachmentSchema, BlobService, GetBlobRequestSchema, GetBlobResponseSchema, ListDevicesRequestSchema,
  PutChunkRequestSchema, PutChunkResponseSchema, RedeemCodeRequestSchema, RequestCodeRequestSchema, RevokeDeviceRequestSchema,
  StatBlobRequestSchema, StatBlobResponseSchema,
} from './messages';
import type { Attachment, ListDevicesResponse, RedeemCodeResponse } from './messages';
import type { Wire } from './wire';

const CHUNK_TIMEOUT_MS = 60_000;

export async function requestCode(wire: Wire, network: string, email: string): Promise<void> {
  await wire.ask(AccountService.method.requestCode, '', create(RequestCodeRequestSchema, { network, email }));
}

export function redeemCode(wire: Wire, request: MessageInitShape<typeof RedeemCodeRequestSchema>): Promise<RedeemCodeResponse> {
  return wire.ask(AccountService.method.redeemCode, '', create(RedeemCodeRequestSchema, request));
}

export function listDevices(wire: Wire, token: string): Promise<ListDevicesResponse> {
  return wire.ask(AccountService.method.listDevices, token, create(ListDevicesRequestSchema));
}

export async function revokeDevice(wire: Wire, token: string, deviceId: Uint8Array): Promise<void> {
  await wire.ask(AccountService.method.revokeDevice, token, create(RevokeDeviceRequestSchema, { deviceId }));
}

// The bytes of a samstig.v1.StatBlobResponse.
export async function statBlob(wire: Wire, token: string, sha256: Uint8Array, size: bigint, signal: AbortSignal): Promise<Uint8Array> {
  const request = create(StatBlobRequestSchema, { sha256, size });
  return toBinary(StatBlobResponseSchema, await wire.ask(BlobService.method.statBlob, token, request, CHUNK_TIMEOUT_MS, signal));
}

// The bytes of a samstig.v1.PutChunkResponse.
export async function putChunk(
  wire: Wire, token: string, chunk: { sha256: Uint8Array; index: number; data: Uint8Array }, signal: AbortSignal,
): Promise<Uint8Array> {
  const request = create(PutChunkRequestSchema, chunk);
  return toBinary(PutChunkResponseSchema, await wire.ask(BlobService.method.putChunk, token, request, CHUNK_TIMEOUT_MS, signal));
}

export function attachmentIn(bytes: Uint8Array): Attachment {
  return fromBinary(AttachmentSchema, bytes);
}

// The file in pieces, as far as the server gives it.
export async function* getBlob(wire: Wire, token: string, sha256: Uint8Array, entityId: Uint8Array): AsyncGenerator<Uint8Array> {
  const request = toBinary(GetBlobRequestSchema, create(GetBlobRequestSchema, { sha256, entityId }));
  const frames = wire.streamBytes(BlobService.method.getBlob, token, request, new AbortController().signal);
  for await (const frame of frames) yield fromBinary(GetBlobResponseSchema, frame).data;
}
