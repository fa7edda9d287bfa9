// SPDX-License-Identifier: Apache-2.0
// The browser's own disk: the origin private file system. Its synchronous handles exist in workers
// only, and one worker at a time has a file.
import { Reason } from './messages';
import { SamstigError } from './api';
import { FILES, MemoryFile, NoRoom } from './files';
import type { File } from './files';

// lib.dom has only what pages see.
export interface SyncAccessHandle {
  getSize(): number;
  read(into: Uint8Array, options: { at: number }): number;
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}
interface SyncCapable {
  createSyncAccessHandle(): Promise<SyncAccessHandle>;
}

const FOLDER = 'samstig';
// The worker that had the files before may still be ending.
const TRIES = 100;
const BETWEEN_TRIES_MS = 50;

class OpfsFile implements File {
  constructor(private readonly handle: SyncAccessHandle) {}

  size(): number {
    return this.handle.getSize();
  }
  read(into: Uint8Array, offset: number): number {
    return this.handle.read(into, { at: offset });
  }
  write(bytes: Uint8Array, offset: number): void {
    let written: number;
    try {
      written = this.handle.write(bytes, { at: offset });
    } catch (error) {
      throw isQuota(error) ? new NoRoom() : error;
    }
    if (written < bytes.length) throw new NoRoom();
  }
  truncate(size: number): void {
    try {
      this.handle.truncate(size);
    } catch (error) {
      throw isQuota(error) ? new NoRoom() : error;
    }
  }
  sync(): void {
    this.handle.flush();
  }
  close(): void {
    this.handle.close();
  }
}

export function isQuota(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

export async function openHandle(file: FileSystemFileHandle): Promise<SyncAccessHandle> {
  for (let tries = 1; ; ++tries) {
    try {
      return await (file as unknown as SyncCapable).createSyncAccessHandle();
    } catch (error) {
      const held = error instanceof DOMException && error.name === 'NoModificationAllowedError';
      if (!held) throw error;
      if (tries === TRIES) throw new SamstigError(Reason.IN_USE, 'another tab has the files');
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
    }
  }
}

// undefined where there is no such disk: a private window, an old browser, a person who said no.
export async function openFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(FOLDER, { create: true });
    const probe = await folder.getFileHandle(FILES[0], { create: true });
    return 'createSyncAccessHandle' in probe ? folder : undefined;
  } catch {
    return undefined;
  }
}

export async function openFiles(folder: FileSystemDirectoryHandle | undefined): Promise<File[]> {
  if (!folder) return FILES.map(() => new MemoryFile());
  const files: File[] = [];
  try {
    for (const name of FILES) {
      files.push(new OpfsFile(await openHandle(await folder.getFileHandle(name, { create: true }))));
    }
    return files;
  } catch (error) {
    for (const file of files) file.close();
    throw isQuota(error) ? new SamstigError(Reason.DISK_FULL, 'there is no room for the files') : error;
  }
}
