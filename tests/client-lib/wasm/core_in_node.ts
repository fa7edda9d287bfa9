// SPDX-License-Identifier: Apache-2.0
// The core as the browser has it, in node: the same samstig.wasm over files in memory, with a clock
// and randomness of the test's own.
import { readFile } from 'node:fs/promises';

import { Core } from '../../../client-lib/wasm/src/core';
import type { What } from '../../../client-lib/wasm/src/core';
import { FILES, MemoryFile } from '../../../client-lib/wasm/src/files';
import type { File } from '../../../client-lib/wasm/src/files';
import type { Answer } from '../../../client-lib/wasm/src/gen/bridge_pb';

export const nothing = { $typeName: 'samstig.bridge.Nothing' as const };

let module: Promise<WebAssembly.Module> | undefined;

export function theModule(): Promise<WebAssembly.Module> {
  const path = process.env.SAMSTIG_WASM;
  if (!path) throw new Error('SAMSTIG_WASM says where samstig.wasm is');
  return (module ??= readFile(path).then((bytes) => WebAssembly.compile(new Uint8Array(bytes))));
}

export class Phone {
  nowMs = Date.UTC(2026, 8, 1, 6);
  private constructor(readonly files: File[], private core: Core) {}

  static async withFiles(files: File[] = FILES.map(() => new MemoryFile())): Promise<Phone> {
    const phone: { it?: Phone } = {};
    let seed = 1;
    const core = await Core.load(await theModule(), {
      files,
      nowMs: () => phone.it!.nowMs,
      // Reproducible, and never fit for secrets.
      random: (bytes) => bytes.forEach((_, i) => (bytes[i] = (seed = (seed * 48_271) % 2_147_483_647) & 255)),
    });
    phone.it = new Phone(files, core);
    return phone.it;
  }

  ask(what: What): Answer {
    return this.core.ask(what);
  }

  // Its files as they are now, for another phone.
  copyOfFiles(): File[] {
    return this.files.map((file) => {
      const bytes = new Uint8Array(file.size());
      file.read(bytes, 0);
      return new MemoryFile(bytes);
    });
  }
}
