// SPDX-License-Identifier: Apache-2.0
// Vite plugin: beside each large file, the same in brotli at its best. The server gives it to browsers as it is; what it
// would make itself at each start is a tenth larger.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin, ResolvedConfig } from 'vite';

// Their names have the hash of what is in them, so a twin never belongs to another version.
const kFolder = 'assets';

export function smallTwins(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'samstig-small-twins',
    apply: 'build',
    enforce: 'post',
    configResolved(resolved) {
      config = resolved;
    },
    closeBundle() {
      const folder = join(resolve(config.root, config.build.outDir), kFolder);
      if (!existsSync(folder)) return;
      for (const name of readdirSync(folder).filter((one) => /\.(js|css|wasm)$/.test(one))) {
        const bytes = readFileSync(join(folder, name));
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, { params }));
      }
    },
  };
}
