// SPDX-License-Identifier: Apache-2.0
// Ids in URLs and as keys of maps; and whether two are the same.
import type { Id } from '@samstig/client';
import { idText } from '@samstig/client';

export { idText };

export function sameId(a: Id, b: Id): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

export function isId(id: Id): boolean {
  return id.length === 16;
}

// Null for what no link of ours would say.
export function idFrom(text: string): Id | null {
  const hex = text.replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hex)) return null;
  return Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16));
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
