// SPDX-License-Identifier: Apache-2.0
// Where CMake put samstig.wasm: SAMSTIG_WASM names it, else the newest of the build folders.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export function wasmFile(): string {
  const named = process.env['SAMSTIG_WASM'];
  if (named) return resolve(named);
  const builds = fileURLToPath(new URL('../../build', import.meta.url));
  const found = (existsSync(builds) ? readdirSync(builds) : [])
    .map((preset) => resolve(builds, preset, 'wasm/samstig.wasm'))
    .filter((path) => existsSync(path))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  // Named all the same, so that what says it is missing says where it should be.
  return found[0] ?? resolve(builds, 'release/wasm/samstig.wasm');
}
