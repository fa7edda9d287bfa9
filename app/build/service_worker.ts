// SPDX-License-Identifier: Apache-2.0
// Vite plugin: builds the service worker and tells it which files make up this version of the app, each
// with the SHA-256 of its bytes.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Plugin, type ResolvedConfig, transformWithEsbuild } from 'vite';

// Not kept on the device: what only a machine reads, and letters that none of our languages has.
const kNotKept = /\.(map|br)$|-latin-ext-|-italic-/;

export function serviceWorker(source: string): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'samstig-service-worker',
    apply: 'build',
    enforce: 'post',
    configResolved(resolved) {
      config = resolved;
    },
    // When all other files are there as they will be served.
    async closeBundle() {
      const folder = resolve(config.root, config.build.outDir);
      if (!existsSync(join(folder, 'index.html'))) return;
      const names = (readdirSync(folder, { recursive: true }) as string[])
        .map((name) => name.replaceAll('\\', '/'))
        .filter((name) => name !== 'sw.js' && !kNotKept.test(name) && statSync(join(folder, name)).isFile());
      const hashes = names.sort().map((name) => [`/${name}`, createHash('sha256').update(readFileSync(join(folder, name))).digest('hex')]);
      const version = createHash('sha256').update(hashes.flat().join()).digest('hex').slice(0, 16);
      const path = join(config.root, source);
      const { code } = await transformWithEsbuild(readFileSync(path, 'utf8'), path, { minify: true, target: 'es2022', format: 'iife' });
      const release = JSON.stringify({ version, files: Object.fromEntries(hashes) });
      writeFileSync(join(folder, 'sw.js'), `const release=${release};\n${code}`);
    },
  };
}
