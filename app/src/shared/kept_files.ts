// SPDX-License-Identifier: Apache-2.0
// Files of words that were not sent yet, as the keeper has them: their names and hashes. The bytes are on the client
// library's disk from the moment they were added.
import { type Attachment, AttachmentSchema, create } from '@samstig/client/messages';
import { hex } from './ids';

export interface KeptFile {
  sha256: string;
  name: string;
  mediaType: string;
  size: string;
}

export function keptFile({ sha256, name, mediaType, size }: Attachment): KeptFile {
  return { sha256: hex(sha256), name, mediaType, size: String(size) };
}

export function attachmentOf({ sha256, name, mediaType, size }: KeptFile): Attachment {
  return create(AttachmentSchema, { sha256: Uint8Array.from(sha256.match(/../g) ?? [], (pair) => parseInt(pair, 16)), name, mediaType, size: BigInt(size) });
}
