// SPDX-License-Identifier: Apache-2.0
// The files of attachments, each under the hash of its bytes in hexadecimal.
// Beside the database on the browser's disk, or in memory where there is none.
import { SamstigError } from './api';
import { hex } from './ids';
import { Reason } from './messages';
import { isQuota, openHandle } from './opfs';

export interface BlobFolder {
  // On disk when it resolves.
  keep(sha256: Uint8Array, bytes: Uint8Array): Promise<void>;
  // Undefined when there is none of this size.
  read(sha256: Uint8Array, size: number): Promise<Uint8Array | undefined>;
  // Of whatever size.
  readAny(sha256: Uint8Array): Promise<Uint8Array | undefined>;
  remove(sha256: Uint8Array): Promise<void>;
  erase(): Promise<void>;
}

export async function sha256Of(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
}

const FOLDER = 'blobs';

export class OpfsBlobs implements BlobFolder {
  constructor(private readonly parent: FileSystemDirectoryHandle) {}

  async keep(sha256: Uint8Array, bytes: Uint8Array): Promise<void> {
    const name = hex(sha256);
    const folder = await this.folder();
    const file = await folder.getFileHandle(name, { create: true });
    const handle = await openHandle(file);
    let whole = false;
    try {
      handle.truncate(0);
      whole = handle.write(bytes, { at: 0 }) === bytes.length;
      handle.flush();
    } catch (error) {
      if (!isQuota(error)) throw error;
    } finally {
      handle.close();
    }
    if (whole) return;
    await folder.removeEntry(name);
    throw new SamstigError(Reason.DISK_FULL, 'there is no room for the attachment');
  }

  async read(sha256: Uint8Array, size: number): Promise<Uint8Array | undefined> {
    const bytes = await this.readAny(sha256);
    return bytes?.length === size ? bytes : undefined;
  }

  async readAny(sha256: Uint8Array): Promise<Uint8Array | undefined> {
    try {
      const file = await (await (await this.folder()).getFileHandle(hex(sha256))).getFile();
      return new Uint8Array(await file.arrayBuffer());
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async remove(sha256: Uint8Array): Promise<void> {
    try {
      await (await this.folder()).removeEntry(hex(sha256));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  async erase(): Promise<void> {
    try {
      await this.parent.removeEntry(FOLDER, { recursive: true });
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  private folder(): Promise<FileSystemDirectoryHandle> {
    return this.parent.getDirectoryHandle(FOLDER, { create: true });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}

export class MemoryBlobs implements BlobFolder {
  private readonly files = new Map<string, Uint8Array>();

  async keep(sha256: Uint8Array, bytes: Uint8Array): Promise<void> {
    this.files.set(hex(sha256), bytes);
  }
  async read(sha256: Uint8Array, size: number): Promise<Uint8Array | undefined> {
    const bytes = this.files.get(hex(sha256));
    return bytes?.length === size ? bytes : undefined;
  }
  async readAny(sha256: Uint8Array): Promise<Uint8Array | undefined> {
    return this.files.get(hex(sha256));
  }
  async remove(sha256: Uint8Array): Promise<void> {
    this.files.delete(hex(sha256));
  }
  async erase(): Promise<void> {
    this.files.clear();
  }
}
