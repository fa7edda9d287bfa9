// SPDX-License-Identifier: Apache-2.0
// The export of unsent work: JSON that people can read, with the exact bytes, in the form that
// client-lib/native/export.cc writes. Attachments are inside of it, since a page saves one file.
import { fromBinary, toJson } from '@bufbuild/protobuf';

import type { OutboxItem, Rescued } from './gen/bridge_pb';
import { hex } from './ids';
import { MutationSchema, Reason } from './messages';

const PIECE = 0x8000;

export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}

function writeJson(write: OutboxItem): object {
  let mutation: unknown = null;
  let written: string | undefined;
  try {
    const parsed = fromBinary(MutationSchema, write.mutation);
    mutation = toJson(MutationSchema, parsed, { useProtoFieldName: true });
    written = new Date(Number(parsed.claimedMs)).toISOString().replace(/\.\d+Z$/, 'Z');
  } catch {
    // The bytes below say all there is.
  }
  return {
    number: Number(write.number),
    state: write.parked ? 'PARKED' : 'WAITING',
    ...(write.parked ? { reason: Reason[write.reason], detail: write.detail } : {}),
    ...(written ? { written } : {}),
    mutation,
    bytes_base64: base64(write.mutation),
  };
}

export interface SavedFile {
  sha256: Uint8Array;
  name: string;
  // Undefined when it is gone.
  bytes: Uint8Array | undefined;
}

export function exportText(rescued: Rescued, files: SavedFile[]): string {
  const document = {
    samstig_export: 1,
    network: rescued.network,
    damaged: rescued.damaged,
    writes: rescued.writes.map(writeJson),
    attachments: files.map(({ sha256, name, bytes }) => ({
      name,
      file: hex(sha256),
      ...(bytes ? { bytes_base64: base64(bytes) } : {}),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
