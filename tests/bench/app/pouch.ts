// SPDX-License-Identifier: Apache-2.0
// PouchDB beside us: its own server (express-pouchdb over LevelDB) with the same posts, and a page of the same origin
// that replicates them into the browser.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

import { POSTS, textOf } from './talk';

// What an own post says beside its text.
const document = (n: number) => ({
  _id: `post-${String(n).padStart(8, '0')}`, thread: `thread-${n % 50}`, author: 'bo', madeMs: 1_790_000_000_000 + n, text: textOf(n),
});

// As it comes, and the newer one, which its makers say is faster.
export type Adapter = 'idb' | 'indexeddb';

const { resolve } = createRequire(import.meta.url);
const SCRIPTS = ['pouchdb.min.js', 'pouchdb.indexeddb.min.js'];
const PAGE = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${SCRIPTS.map((name) => `<script src="/${name}"></script>`).join('')}`;

interface Pouch {
  replicate(from: unknown, to: unknown, options: { batch_size: number }): Promise<{ ok: boolean; docs_written: number }>;
  new (name: string, options?: object): { info(): Promise<{ doc_count: number }>; bulkDocs(documents: object[]): Promise<unknown>; close(): Promise<void> };
  defaults(options: object): Pouch;
}

export class PouchServer {
  private constructor(private readonly server: Server, private readonly folder: string) {}

  static async withPosts(): Promise<PouchServer> {
    const folder = await mkdtemp(join(tmpdir(), 'samstig-pouch-'));
    const { default: express } = await import('express');
    const { default: edge } = await import('express-pouchdb');
    const { default: PouchDB } = await import('pouchdb');
    const Kept = (PouchDB as Pouch).defaults({ prefix: `${folder}/` });
    const app = express();
    app.use('/db', edge(Kept, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: join(folder, 'log') }));
    // After the server, which serves what it has seen being made.
    const posts = new Kept('posts');
    await posts.bulkDocs(Array.from({ length: POSTS }, (_, n) => document(n)));
    app.get('/', (_: unknown, response: { send(text: string): void }) => response.send(PAGE));
    for (const name of SCRIPTS) {
      const script = await readFile(join(resolve('pouchdb'), '../../dist', name), 'utf8');
      app.get(`/${name}`, (_: unknown, response: { type(of: string): { send(text: string): void } }) => response.type('js').send(script));
    }
    const server = await new Promise<Server>((done) => {
      const listening = app.listen(0, '127.0.0.1', () => done(listening));
    });
    return new PouchServer(server, folder);
  }

  // Milliseconds of one whole replication into a new database of the page's.
  async replicateInto(page: Page, adapter: Adapter, batch: number): Promise<number> {
    await page.goto(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`);
    const { ms, written } = await page.evaluate(async ([kind, size]) => {
      const { PouchDB } = window as unknown as { PouchDB: Pouch };
      const from = new PouchDB(`${location.origin}/db/posts`, { skip_setup: true });
      const to = new PouchDB('copy', { adapter: kind });
      await to.info();
      const start = performance.now();
      const { docs_written } = await PouchDB.replicate(from, to, { batch_size: size as number }).catch((error: unknown) => {
        throw new Error(JSON.stringify(error));
      });
      return { ms: performance.now() - start, written: docs_written };
    }, [adapter, batch] as const);
    if (written !== POSTS) throw new Error(`PouchDB took ${written} documents, and not ${POSTS}`);
    return ms;
  }

  async ends(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
    await rm(this.folder, { recursive: true, force: true });
  }
}
