// SPDX-License-Identifier: Apache-2.0
// The client library without an app: what is timed here is its alone.
import { openSamstig } from '../../../../client-lib/wasm/src/index';
import type { Samstig } from '../../../../client-lib/wasm/src/index';

interface Synced {
  ms: number;
  posts: number;
}

declare global {
  interface Window {
    client: Samstig;
    // From the code to all that the person may read, on the disk.
    firstSync(network: string, email: string, code: string): Promise<Synced>;
    // The same bytes, straight onto the disk: as many rows of this size, in pages, and one flush.
    rawWrite(bytes: number, pageBytes: number): Promise<number>;
  }
}

function isUpToDate(client: Samstig): Promise<void> {
  return new Promise((resolve) => {
    const stop = client.observeSync(({ state }) => {
      if (state !== 'upToDate') return;
      setTimeout(() => stop());
      resolve();
    });
  });
}

async function countPosts(client: Samstig): Promise<number> {
  let posts = 0;
  for (const cohort of await client.find('cohorts')) {
    for (const thread of await client.find('threadsOfCohort', cohort.entity.id)) {
      posts += (await client.find('postsOfThread', thread.entity.id)).length;
    }
  }
  return posts;
}

window.client = await openSamstig({
  worker: () => new Worker(new URL('../../../../client-lib/wasm/src/worker.ts', import.meta.url), { type: 'module' }),
});
window.firstSync = async (network, email, code) => {
  const { client } = window;
  const start = performance.now();
  await client.redeemCode(network, email, code, 'bench');
  await isUpToDate(client);
  return { ms: performance.now() - start, posts: await countPosts(client) };
};
window.rawWrite = (bytes, pageBytes) => new Promise((resolve) => {
  const worker = new Worker(new URL('./raw_writer.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<number>) => {
    worker.terminate();
    resolve(data);
  };
  worker.postMessage({ bytes, pageBytes });
});
document.body.id = 'ready';
