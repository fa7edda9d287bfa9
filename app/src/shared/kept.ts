// SPDX-License-Identifier: Apache-2.0
// Kept words: what is being typed and is not written yet. At every keystroke it goes into
// localStorage, which is there at once and outlives a crash; when the client library has it on its
// disk, it is let go of. So between two saves nothing is lost, and the words of a reply that was
// never sent are still there the next day.

const kPrefix = 'samstig.kept.';

export interface Kept<T> {
  value: T;
  atMs: number;
}

export class Keeper {
  // `others`: where the browser tells what other tabs did to the storage.
  constructor(
    private readonly storage: Storage | null, private readonly now: () => number = Date.now,
    private readonly others?: EventTarget,
  ) {}

  // False when the browser would not: then only this page has it, and the screen must say so.
  keep<T>(place: string, value: T): boolean {
    try {
      this.storage?.setItem(kPrefix + place, JSON.stringify({ value, atMs: this.now() }));
      return this.storage !== null;
    } catch {
      return false;
    }
  }

  kept<T>(place: string): Kept<T> | null {
    try {
      const stored = this.storage?.getItem(kPrefix + place);
      return stored ? (JSON.parse(stored) as Kept<T>) : null;
    } catch {
      return null;
    }
  }

  // `heard` is called when another tab keeps something there; with null when it lets go of it. Ends with the
  // returned function.
  listen<T>(place: string, heard: (kept: Kept<T> | null) => void): () => void {
    const tell = (event: Event) => {
      const { key } = event as StorageEvent;
      // Without a key: all was cleared.
      if (key === kPrefix + place || key === null) heard(this.kept<T>(place));
    };
    this.others?.addEventListener('storage', tell);
    return () => this.others?.removeEventListener('storage', tell);
  }

  letGo(place: string): void {
    try {
      this.storage?.removeItem(kPrefix + place);
    } catch {
      // Then it is shown once more; better than lost.
    }
  }

  places(): string[] {
    const all: string[] = [];
    try {
      for (let at = 0; at < (this.storage?.length ?? 0); ++at) {
        const key = this.storage!.key(at)!;
        if (key.startsWith(kPrefix)) all.push(key.slice(kPrefix.length));
      }
    } catch {
      return [];
    }
    return all.sort();
  }

  letGoOfAll(): void {
    for (const place of this.places()) this.letGo(place);
  }
}

function browserStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

export const keeper = typeof window === 'undefined' ? new Keeper(null) : new Keeper(browserStorage(), Date.now, window);
