// SPDX-License-Identifier: Apache-2.0
// Engine: carries out what the core asks for: calls, timers, news. What client-lib/native/engine.h
// is natively, with the one thread that a worker has.
import type { Core, What } from './core';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { BinaryReader } from '@bufbuild/protobuf/wire';

import { SamstigError } from './api';
import { asFailure } from './errors';
import { AnswerSchema } from './gen/bridge_pb';
import type { Answer, Call, Effect } from './gen/bridge_pb';
import { Reason } from './messages';
import { RAW } from './raw_calls';
import type { Wire } from './wire';

const PUSH_TIMEOUT_MS = 60_000;
// What setTimeout can wait; the core sets the timer anew when it is woken too soon.
const LONGEST_WAIT_MS = 2 ** 31 - 1;
// While pages pour in, others get their turn so often.
const TURN_MS = 12;
// A call that has heard nothing for so long when the network is said to be back went out over the
// line that was before.
const STALE_MS = 3_000;
// What a screen shows when the app opens is asked for first; the network is slower than that by far. Whoever signs in
// later has no copy to ask, and waits for nothing but the network.
const NO_PULL_BEFORE_MS = 100;

export interface News {
  changed(): void;
  judged(outcome: Uint8Array): void;
  // After anything at all: how syncing stands may have changed.
  asked(): void;
  // The core has ended in the middle of something: a fault of ours. Nothing may be asked any more.
  broken(error: unknown): void;
}

export class Engine {
  private push = new AbortController();
  private pull = new AbortController();
  // When the call that has heard nothing yet was begun; undefined when there is none such.
  private pushSince: number | undefined;
  private pullSince: number | undefined;
  private split = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly opened = performance.now();
  private closed = false;

  constructor(private readonly core: Core, private readonly wire: Wire, private readonly news: News) {}

  // Throws a SamstigError when the core refuses.
  ask(what: What): Answer {
    const answer = this.askGently(what);
    if (answer.reason !== 0) throw new SamstigError(answer.reason, answer.detail);
    return answer;
  }

  // The same, with the reason in the answer.
  askGently(what: What): Answer {
    if (this.closed) throw new SamstigError(Reason.CANCELLED, 'the client is closed');
    return this.heed(this.guarded(() => this.core.ask(what)));
  }

  private guarded<T>(asked: () => T): T {
    try {
      return asked();
    } catch (error) {
      this.close();
      this.news.broken(error);
      throw error;
    }
  }

  private heed(answer: Answer): Answer {
    for (const effect of answer.effects) this.carryOut(effect);
    answer.effects = [];
    this.news.asked();
    return answer;
  }

  // The same with the bytes of a Question and of its Answer, for whoever passes them on: what is in most answers is
  // nobody's here to look into.
  askBytes(question: Uint8Array): Uint8Array {
    if (this.closed) throw new SamstigError(Reason.CANCELLED, 'the client is closed');
    const bytes = this.guarded(() => this.core.askBytes(question));
    if (!fieldsOf(bytes).has(EFFECTS)) {
      this.news.asked();
      return bytes;
    }
    return toBinary(AnswerSchema, this.heed(fromBinary(AnswerSchema, bytes)));
  }

  // The network came back, or the app came to the front. A browser does not notice by itself that the
  // line under a call has died; the core would wait for it with patience.
  nudge(): void {
    const lost = { reason: Reason.UNAVAILABLE, detail: 'nothing was heard before the network changed' };
    const isStale = (since: number | undefined) => since !== undefined && performance.now() - since > STALE_MS;
    if (isStale(this.pushSince)) {
      this.push.abort();
      this.pushSince = undefined;
      this.ask({ case: 'pushFailed', value: failure(new SamstigError(lost.reason, lost.detail)) });
    }
    if (isStale(this.pullSince)) {
      this.pull.abort();
      this.pullSince = undefined;
      this.ask({ case: 'pullEnded', value: failure(new SamstigError(lost.reason, lost.detail)) });
    }
    this.ask({ case: 'nudge', value: nothing });
  }

  // Ends all calls and timers. The core itself is left as it is.
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    for (const call of [this.push, this.pull, this.split]) call.abort();
  }

  private carryOut({ what }: Effect): void {
    switch (what.case) {
      case 'startPush':
        return void this.runPush(what.value);
      case 'cancelPush':
        this.pushSince = undefined;
        return this.push.abort();
      case 'startPull':
        return void this.runPull(what.value);
      case 'cancelPull':
        this.pullSince = undefined;
        return this.pull.abort();
      case 'startSplit':
        return void this.runSplit(what.value);
      case 'setTimer':
        return this.setTimer(Number(what.value));
      case 'changed':
        return this.news.changed();
      case 'judged':
        return this.news.judged(what.value);
      case 'signInNeeded':
      case undefined:
        return;  // Seen in how syncing stands.
    }
  }

  private setTimer(at: number): void {
    clearTimeout(this.timer);
    const wait = Math.min(Math.max(at - Date.now(), 0), LONGEST_WAIT_MS);
    this.timer = setTimeout(() => this.tell({ case: 'tick', value: nothing }), wait);
  }

  private async runPush(call: Call): Promise<void> {
    this.push.abort();
    const mine = (this.push = new AbortController());
    this.pushSince = performance.now();
    const reply = await this.wire
      .askBytes(RAW.push, call.token, call.request, PUSH_TIMEOUT_MS, mine.signal)
      .then((value): What => ({ case: 'pushReply', value }), (error): What => ({ case: 'pushFailed', value: failure(error) }));
    if (mine.signal.aborted) return;
    this.pushSince = undefined;
    this.tell(reply);
  }

  private async runSplit(call: Call): Promise<void> {
    this.split.abort();
    const mine = (this.split = new AbortController());
    const reply = await this.wire
      .askBytes(RAW.splitDevice, call.token, call.request, PUSH_TIMEOUT_MS, mine.signal)
      .then((value): What => ({ case: 'splitReply', value }), (error): What => ({ case: 'splitFailed', value: failure(error) }));
    if (!mine.signal.aborted) this.tell(reply);
  }

  private async runPull(call: Call): Promise<void> {
    this.pull.abort();
    const mine = (this.pull = new AbortController());
    this.pullSince = performance.now();
    let ended: What = { case: 'pullEnded', value: failure(undefined) };
    let proven = false;
    let turn = performance.now();
    const early = this.opened + NO_PULL_BEFORE_MS - performance.now();
    if (early > 0) {
      await new Promise((resolve) => setTimeout(resolve, early));
      if (mine.signal.aborted) return;
    }
    try {
      for await (const frame of this.wire.streamBytes(RAW.pull, call.token, call.request, mine.signal)) {
        if (mine.signal.aborted) return;
        this.pullSince = undefined;
        if (!proven) {
          const fields = fieldsOf(frame);
          proven = fields.has(DIGEST);
          // A stream's first checkpoint has the digest. One without it is not the first: a page before it
          // was lost, and the cursor must not pass what was in it.
          if (fields.has(CHECKPOINT) && !proven) throw new SamstigError(Reason.MALFORMED, 'the beginning of the stream is missing');
        }
        this.tell({ case: 'pullFrame', value: frame });
        if (performance.now() - turn > TURN_MS) {
          await new Promise((resolve) => setTimeout(resolve));
          turn = performance.now();
        }
        if (mine.signal.aborted) return;
      }
    } catch (error) {
      ended = { case: 'pullEnded', value: failure(error) };
    }
    // Also when it was not the other side that ended it.
    const wasAborted = mine.signal.aborted;
    mine.abort();
    if (wasAborted) return;
    this.pullSince = undefined;
    this.tell(ended);
  }

  // What comes from outside is never refused.
  private tell(what: What): void {
    if (this.closed) return;
    try {
      this.askGently(what);
    } catch {
      // Broken; the news has been told.
    }
  }
}

// Answer.effects.
const EFFECTS = 3;
// PullResponse.checkpoint and PullResponse.digest.
const CHECKPOINT = 4;
const DIGEST = 6;

// Which fields a message has, without looking into them.
export function fieldsOf(message: Uint8Array): Set<number> {
  const fields = new Set<number>();
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    fields.add(field);
    reader.skip(type, field);
  }
  return fields;
}

export const nothing = { $typeName: 'samstig.bridge.Nothing' as const };

function failure(error: unknown) {
  const { reason, detail } = error === undefined ? { reason: 0, detail: '' } : asFailure(error);
  return { $typeName: 'samstig.bridge.Failure' as const, reason, detail };
}
