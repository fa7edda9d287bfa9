// SPDX-License-Identifier: Apache-2.0
// Vite plugin: builds the service worker and tells it which files make up this version of the app.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Plugin, type ResolvedConfig, transformWithEsbuild } from 'vite';

// Not kept on the device: what only a machine reads, and letters that none of our languages has.
const kNotKept = /\.map$|-latin-ext-|-italic-/;

export function serviceWorker(source: string): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'samstig-service-worker',
    apply: 'build',
    enforce: 'post',
    configResolved(resolved) {
      config = resolved;
    },
    async generateBundle(_, bundle) {
      const contents = new Map<string, string | Uint8Array>();
      for (const [name, file] of Object.entries(bundle)) {
        if (!kNotKept.test(name)) contents.set(`/${name}`, file.type === 'chunk' ? file.code : file.source);
      }
      const folder = config.publicDir;
      for (const name of existsSync(folder) ? readdirSync(folder) : []) {
        contents.set(`/${name}`, readFileSync(join(folder, name)));
      }
      const files = [...contents.keys()].sort();
      const hash = createHash('sha256');
      for (const name of files) hash.update(name).update(contents.get(name)!);
      const version = hash.digest('hex').slice(0, 16);
      const path = join(config.root, source);
      const { code } = await transformWithEsbuild(readFileSync(path, 'utf8'), path, { minify: true, target: 'es2022', format: 'iife' });
      const release = JSON.stringify({ version, files });
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: `const release=${release};\n${code}` });
    },
  };
}
