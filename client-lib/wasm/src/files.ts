// SPDX-License-Identifier: Apache-2.0
// The three files under SQLite (../vfs.cc), by number: the database, its journal and its log. All
// three are there from the beginning; an empty one is one that SQLite has not made.

export const FILES = ['local', 'local-journal', 'local-wal'] as const;

export interface File {
  size(): number;
  // The bytes that were there to be read.
  read(into: Uint8Array, offset: number): number;
  // Throws NoRoom when the disk has none for all of them.
  write(bytes: Uint8Array, offset: number): void;
  truncate(size: number): void;
  // On disk when it returns.
  sync(): void;
  close(): void;
}

export class NoRoom extends Error {}

// For a window that has no disk, and for looking at a copy.
export class MemoryFile implements File {
  private bytes: Uint8Array;
  private length: number;

  constructor(content = new Uint8Array()) {
    this.bytes = content;
    this.length = content.length;
  }

  size(): number {
    return this.length;
  }

  read(into: Uint8Array, offset: number): number {
    const part = this.bytes.subarray(offset, Math.min(this.length, offset + into.length));
    into.set(part);
    return part.length;
  }

  write(bytes: Uint8Array, offset: number): void {
    const end = offset + bytes.length;
    if (end > this.bytes.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.bytes.length, 65_536));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    // What lies between the old end and the new is zero.
    if (offset > this.length) this.bytes.fill(0, this.length, offset);
    this.bytes.set(bytes, offset);
    this.length = Math.max(this.length, end);
  }

  truncate(size: number): void {
    if (size < this.length) this.length = size;
    else this.write(new Uint8Array(size - this.length), this.length);
  }

  sync(): void {}
  close(): void {}
}
