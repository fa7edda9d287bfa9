// SPDX-License-Identifier: Apache-2.0
// Ids: 16 bytes; new ones are UUIDv7 that ascend strictly within one source even when the clock
// stands still or jumps back (RFC 9562 §6.2, method 1), as domain/base/id.h makes them.
import type { Id } from './api';

export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

export function bytesOfHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

// 8-4-4-4-12 hexadecimal digits.
export function idText(id: Id): string {
  return hex(id).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

// null for what is no id.
export function idFromText(text: string): Id | null {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return null;
  return bytesOfHex(text.replaceAll('-', ''));
}

export function sameId(a: Id, b: Id): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

const COUNTER_BITS = 12;

export class IdSource {
  private lastMs = 0;
  private counter = 0;

  constructor(private readonly nowMs: () => number = Date.now) {}

  next(): Id {
    const id = crypto.getRandomValues(new Uint8Array(16));
    const now = this.nowMs();
    if (now > this.lastMs) {
      this.lastMs = now;
      // Room to count in the same millisecond.
      this.counter = ((id[6]! << 8) | id[7]!) & 0x7ff;
    } else if (++this.counter >> COUNTER_BITS) {
      ++this.lastMs;
      this.counter = 0;
    }
    const view = new DataView(id.buffer);
    view.setUint16(0, Math.floor(this.lastMs / 2 ** 32));
    view.setUint32(2, this.lastMs % 2 ** 32);
    view.setUint16(6, 0x7000 | this.counter);
    view.setUint8(8, 0x80 | (id[8]! & 0x3f));
    return id;
  }
}
