// SPDX-License-Identifier: Apache-2.0
// The dedicated worker that each tab starts. It waits for the Web Lock; the one that has it leads:
// opens the database, answers all tabs and keeps the one stream to the server. Lock and files end
// with the worker, however it ends.
import { SamstigError } from './api';
import { asSamstigError } from './errors';
import { hex } from './ids';
import { Leader } from './leader';
import { Reason } from './messages';
import { earOf, failed, LEADERS_EAR, LOCK, NEWS, VERSION } from './protocol';
import type { FromWorker, News, ToLeader, ToTab, ToWorker } from './protocol';

// lib.dom knows windows only.
interface Scope {
  postMessage(message: FromWorker): void;
  close(): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  addEventListener(type: 'online', heard: () => void): void;
}
const scope = self as unknown as Scope;

class Server {
  private readonly name = hex(crypto.getRandomValues(new Uint8Array(8)));
  private readonly ear = new BroadcastChannel(LEADERS_EAR);
  private readonly news = new BroadcastChannel(NEWS);
  private readonly ears = new Map<string, BroadcastChannel>();
  private leader: Leader | undefined;
  private ended = false;
  private end!: () => void;
  // Resolves when it leads no more.
  readonly over = new Promise<void>((resolve) => (this.end = resolve));

  constructor(private readonly ownTab: string) {}

  async begin(server: string, module: Promise<WebAssembly.Module>): Promise<void> {
    this.leader = await Leader.open(server, module, (news) => this.tell(news), (error) => this.die(error));
    this.ear.onmessage = (event: MessageEvent<ToLeader>) => void this.hear(event.data);
    scope.addEventListener('online', () => void this.leader?.answer({ method: 'nudge', args: [] }, false).catch(() => undefined));
    this.tell({ kind: 'leader', leader: this.name, version: VERSION });
  }

  async hear(message: ToLeader): Promise<void> {
    if (!this.leader || this.ended) return;
    if (message.kind === 'hello') {
      this.say(message.tab, { kind: 'leader', leader: this.name, version: VERSION });
      // A newer version has come with that tab: it is to lead, and older tabs are told to reload.
      if (message.version > VERSION) this.stop();
      return;
    }
    const { tab, id, again, ask } = message;
    try {
      this.say(tab, { kind: 'answer', id, value: await this.leader.answer(ask, again) });
    } catch (error) {
      this.say(tab, { kind: 'failure', id, failure: failed(asSamstigError(error)) });
    }
  }

  stop(): void {
    if (this.ended) return;
    this.ended = true;
    this.leader?.close();
    for (const channel of [this.ear, this.news, ...this.ears.values()]) channel.close();
    this.end();
  }

  private tell(news: News): void {
    if (this.ended) return;
    // A channel does not hear itself, and neither does the page of this worker then.
    scope.postMessage({ kind: 'news', news });
    this.news.postMessage(news);
  }

  private say(tab: string, message: ToTab): void {
    if (this.ended) return;
    if (tab === this.ownTab) return scope.postMessage({ kind: 'to-tab', message });
    let channel = this.ears.get(tab);
    if (!channel) this.ears.set(tab, (channel = new BroadcastChannel(earOf(tab))));
    channel.postMessage(message);
  }

  private die(error: unknown): void {
    this.ended = true;
    scope.postMessage({ kind: 'died', failure: failed(asSamstigError(error)) });
    scope.close();
  }
}

const WASM_MAGIC = 0x0061736d;

async function compile(wasm: string): Promise<WebAssembly.Module> {
  const response = await fetch(wasm);
  if (!response.ok) throw new SamstigError(Reason.UNAVAILABLE, `samstig.wasm: status ${response.status}`);
  // While it comes; and browsers keep what they made of it for the next time.
  if (response.headers.get('content-type') === 'application/wasm') return WebAssembly.compileStreaming(response);
  const bytes = await response.arrayBuffer();
  // A network that wants a click first has an answer to everything.
  if (bytes.byteLength < 4 || new DataView(bytes).getUint32(0) !== WASM_MAGIC) {
    throw new SamstigError(Reason.UNAVAILABLE, 'samstig.wasm: something else was served in its place');
  }
  // Not every server says application/wasm.
  return WebAssembly.compile(bytes);
}

// Where there are no locks, or nobody may use them, there are no files to be shared either: every
// tab leads for itself.
async function whenLeading(work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work();
  let begun = false;
  try {
    await navigator.locks.request(LOCK, () => {
      begun = true;
      return work();
    });
  } catch (error) {
    if (begun) throw error;
    await work();
  }
}

let server: Server | undefined;
let ended = false;

async function lead(message: Extract<ToWorker, { kind: 'begin' }>): Promise<void> {
  if (ended) return;
  server = new Server(message.tab);
  await server.begin(message.server, compile(message.wasm));
  await server.over;
  // Said while the lock is still held: the page is to know before the next leader says that it leads.
  scope.postMessage({ kind: 'ended' });
}

scope.onmessage = ({ data }) => {
  switch (data.kind) {
    case 'begin':
      whenLeading(() => lead(data))
        .catch((error: unknown) => scope.postMessage({ kind: 'died', failure: failed(asSamstigError(error)) }))
        .finally(() => scope.close());
      return;
    case 'to-leader':
      void server?.hear(data.message);
      return;
    case 'end':
      ended = true;
      if (server) return server.stop();
      scope.postMessage({ kind: 'ended' });
      return scope.close();
  }
};
