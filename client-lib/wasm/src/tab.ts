// SPDX-License-Identifier: Apache-2.0
// Tab: a page's line to whoever leads. What it asks is answered once, by the leader of the day;
// when another takes over, what was not answered is asked again.
import { SamstigError } from './api';
import { nameOfTab } from './begin';
import type { Begun } from './begin';
import { Reason } from './messages';
import { earOf, LEADERS_EAR, NEWS, VERSION } from './protocol';
import type { Ask, FromWorker, News, ToLeader, ToTab, ToWorker } from './protocol';

// A worker that died is started anew after a while, which grows.
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

interface Waiting {
  ask: Ask;
  // The leader that was asked; empty before there was one.
  asked: string;
  resolve(value: unknown): void;
  reject(error: SamstigError): void;
}

export interface TabOptions {
  worker: () => Worker;
  // The first worker, when it has been started already.
  begun: Begun | undefined;
  server: string;
  wasm: string;
  heard(news: Exclude<News, { kind: 'leader' }>): void;
  // Another tab leads now: what was told before may have been missed.
  ledAnew(): void;
}

export class Tab {
  private readonly name: string;
  private readonly toLeader = new BroadcastChannel(LEADERS_EAR);
  private readonly ear: BroadcastChannel;
  private readonly news = new BroadcastChannel(NEWS);
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | undefined;
  private restart: ReturnType<typeof setTimeout> | undefined;
  private wait = FIRST_WAIT_MS;
  private lastId = 0;
  private leader = '';
  // The own worker leads.
  private own = false;
  // Why nothing can be asked; another leader may change it.
  private trouble: SamstigError | undefined;
  private closed: (() => void) | undefined;

  constructor(private readonly options: TabOptions) {
    const { begun } = options;
    this.name = begun?.tab ?? nameOfTab();
    this.ear = new BroadcastChannel(earOf(this.name));
    this.ear.onmessage = (event: MessageEvent<ToTab>) => this.hear(event.data, false);
    this.news.onmessage = (event: MessageEvent<News>) => this.hearNews(event.data, false);
    if (begun) this.takeOver(begun);
    else this.startWorker();
    this.sayHello();
  }

  ask(ask: Ask): Promise<unknown> {
    if (this.closed) return Promise.reject(new SamstigError(Reason.CANCELLED, 'the client is closed'));
    if (this.trouble) return Promise.reject(this.trouble);
    return new Promise((resolve, reject) => {
      const id = ++this.lastId;
      this.waiting.set(id, { ask, asked: '', resolve, reject });
      if (this.leader) this.send(id);
    });
  }

  close(): Promise<void> {
    clearTimeout(this.restart);
    const closed = new Promise<void>((resolve) => (this.closed = resolve));
    this.rejectAll(new SamstigError(Reason.CANCELLED, 'the client is closed'));
    if (this.worker) this.post({ kind: 'end' });
    else this.closed?.();
    return closed.then(() => {
      for (const channel of [this.toLeader, this.ear, this.news]) channel.close();
    });
  }

  // ---- The own worker

  private takeOver(begun: Begun): void {
    this.listenTo(begun.worker);
    // Whoever made this is not told of anything before it has it.
    queueMicrotask(() => {
      for (const message of begun.heard.splice(0)) this.hearWorker(message);
      if (begun.failed !== undefined) this.workerDied(new SamstigError(Reason.INTERNAL, begun.failed));
    });
  }

  private startWorker(): void {
    this.listenTo(this.options.worker());
    const { server, wasm } = this.options;
    this.post({ kind: 'begin', tab: this.name, server, wasm });
  }

  private listenTo(worker: Worker): void {
    this.worker = worker;
    worker.onmessage = (event: MessageEvent<FromWorker>) => {
      if (worker === this.worker) this.hearWorker(event.data);
    };
    // It could not be loaded, or threw outside of everything.
    worker.onerror = (event) => {
      if (worker === this.worker) this.workerDied(new SamstigError(Reason.INTERNAL, event.message ?? 'the worker failed'));
    };
  }

  private post(message: ToWorker): void {
    this.worker?.postMessage(message);
  }

  private hearWorker(message: FromWorker): void {
    switch (message.kind) {
      case 'to-tab':
        return this.hear(message.message, true);
      case 'news':
        return this.hearNews(message.news, true);
      case 'died':
        return this.workerDied(new SamstigError(message.failure.reason, message.failure.detail));
      case 'ended':
        this.worker = undefined;
        if (this.closed) return this.closed();
        // It gave way to a newer version.
        return this.loseLeader();
    }
  }

  private workerDied(trouble: SamstigError): void {
    this.worker?.terminate();
    this.worker = undefined;
    if (this.closed) return this.closed();
    const led = this.own || !this.leader;
    if (this.own) this.loseLeader();
    // Whoever asks is told, until a worker comes up again.
    if (led) {
      this.trouble = trouble;
      this.rejectAll(trouble);
    }
    this.restart = setTimeout(() => this.startWorker(), this.wait);
    this.wait = Math.min(2 * this.wait, LONGEST_WAIT_MS);
  }

  // ---- The leader

  private sayHello(): void {
    this.toLeader.postMessage({ kind: 'hello', tab: this.name, version: VERSION } satisfies ToLeader);
  }

  private loseLeader(): void {
    this.leader = '';
    this.own = false;
    // The next one may have said that it leads before this was known.
    this.sayHello();
  }

  private follow(leader: string, version: number, own: boolean): void {
    // Where there are no locks there are several leaders.
    if (this.own && !own) return;
    if (version !== VERSION) {
      this.leader = '';
      this.trouble = new SamstigError(Reason.VERSION_UNSUPPORTED, 'another tab runs another version: reload');
      this.rejectAll(this.trouble);
      return;
    }
    if (leader === this.leader) return;
    const anew = this.leader !== '';
    this.leader = leader;
    this.own = own;
    this.trouble = undefined;
    this.wait = FIRST_WAIT_MS;
    for (const id of this.waiting.keys()) this.send(id);
    if (anew || own) this.options.ledAnew();
  }

  private send(id: number): void {
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    const again = waiting.asked !== '' && waiting.asked !== this.leader;
    waiting.asked = this.leader;
    const message: ToLeader = { kind: 'ask', tab: this.name, id, again, ask: waiting.ask };
    if (this.own) this.post({ kind: 'to-leader', message });
    else this.toLeader.postMessage(message);
  }

  private hear(message: ToTab, own: boolean): void {
    if (message.kind === 'leader') return this.follow(message.leader, message.version, own);
    const waiting = this.waiting.get(message.id);
    if (!waiting) return;
    this.waiting.delete(message.id);
    if (message.kind === 'answer') waiting.resolve(message.value);
    else waiting.reject(new SamstigError(message.failure.reason, message.failure.detail));
  }

  private hearNews(news: News, own: boolean): void {
    if (news.kind === 'leader') return this.follow(news.leader, news.version, own);
    this.options.heard(news);
  }

  private rejectAll(error: SamstigError): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
