// SPDX-License-Identifier: Apache-2.0
// Prints what a browser downloads for samstig.wasm; fails when it is more than was promised.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

const kMost = 600_000;

const bytes = readFileSync(process.argv[2]);
const small = brotliCompressSync(bytes, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
});
console.log(`samstig.wasm: ${bytes.length} bytes, ${small.length} in brotli (at most ${kMost})`);
process.exit(small.length <= kMost ? 0 : 1);
