// SPDX-License-Identifier: Apache-2.0
// Plays the device's side of a transcript (tests/contract/transcripts) on the core in WebAssembly:
// what the server said then is said again, and what the device says is written down, byte by byte,
// as tests/server/village/village_device.h plays it natively. Runs in node and in a browser.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';

import { Core } from '../../../client-lib/wasm/src/core';
import type { What } from '../../../client-lib/wasm/src/core';
import { nothing } from '../../../client-lib/wasm/src/engine';
import { FILES, MemoryFile } from '../../../client-lib/wasm/src/files';
import type { Answer, Effect } from '../../../client-lib/wasm/src/gen/bridge_pb';
import { bytesOfHex, hex } from '../../../client-lib/wasm/src/ids';
import {
  ErrorDetailSchema, MutationSchema, PushRequestSchema, RedeemCodeResponseSchema, SplitDeviceResponseSchema,
} from '../../../client-lib/wasm/src/messages';

export interface Frame {
  // As in the file: "==", "clock", "> push PushRequest", "< page PullResponse", ...
  kind: string;
  // Words for the first two, else hexadecimal.
  text: string;
}

const KINDS = [
  '> sign-in', '< identity RedeemCodeResponse', '> split SplitDeviceRequest', '> push PushRequest',
  '< outcomes PushResponse', '> pull PullRequest', '< open', '< page PullResponse', '< refused ErrorDetail',
];

export function framesOf(text: string): Frame[] {
  const frames: Frame[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const words = /^(==|clock) (.*)$/.exec(line);
    if (words) frames.push({ kind: words[1]!, text: words[2]! });
    else if (KINDS.includes(line)) frames.push({ kind: line, text: '' });
    else if (/^[0-9a-f]+$/.test(line) && frames.length > 0) frames.at(-1)!.text += line;
    else throw new Error(`not a line of a transcript: ${line}`);
  }
  return frames;
}

// SplitMix64, as tests/support/seeded_random.h.
class SeededRandom {
  constructor(private state: bigint) {}
  next(): bigint {
    const wrap = (n: bigint) => BigInt.asUintN(64, n);
    this.state = wrap(this.state + 0x9e3779b97f4a7c15n);
    let z = this.state;
    z = wrap((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = wrap((z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return z ^ (z >> 31n);
  }
}

const DAY_MS = 86_400_000;

export class Replay {
  private next = 0;
  private nowMs = 0;
  private core!: Core;
  private effects: Effect[] = [];
  private reading = false;
  private timer: number | undefined;
  private written = new Set<string>();
  // What this device did, in the transcript's words.
  readonly said: Frame[] = [];

  constructor(private readonly frames: Frame[]) {}

  async run(module: WebAssembly.Module): Promise<Frame[]> {
    const random = new SeededRandom(5n);
    this.core = await Core.load(module, {
      files: FILES.map(() => new MemoryFile()),
      nowMs: () => this.nowMs,
      random: (bytes) => {
        // SQLite asks for more at once, and what it gets shows nowhere.
        if (bytes.length === 8) new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(0, random.next(), true);
        else bytes.fill(7);
      },
    });
    this.takeClock();
    this.ask({ case: 'open', value: nothing });
    this.say('> sign-in', '');
    this.signIn(this.answer('< identity RedeemCodeResponse'));
    while (this.next < this.frames.length) this.chapter();
    return this.said;
  }

  private chapter(): void {
    const title = this.frames[this.next]!;
    if (title.kind !== '==') throw new Error(`the device did not ask for ${title.kind} ${title.text}`);
    this.said.push(title);
    ++this.next;
    this.ask({ case: 'stop', value: nothing });
    while (this.step());
    this.takeClock();
    this.writeAsThen();
    this.ask({ case: 'start', value: nothing });
    this.ask({ case: 'nudge', value: nothing });
    this.sync();
  }

  // The person's own deeds are in what the device sent.
  private writeAsThen(): void {
    const end = this.frames.findIndex(({ kind }, i) => i >= this.next && kind === '==');
    const chapter = this.frames.slice(this.next, end < 0 ? undefined : end);
    for (const push of chapter.filter(({ kind }) => kind === '> push PushRequest')) {
      for (const bytes of fromBinary(PushRequestSchema, bytesOfHex(push.text)).mutations) {
        const { intent } = fromBinary(MutationSchema, bytes);
        const mutation = toBinary(MutationSchema, create(MutationSchema, { intent }));
        if (this.written.has(hex(mutation))) continue;
        this.written.add(hex(mutation));
        const request = new Uint8Array(16).fill(this.written.size);
        this.ask({ case: 'write', value: { $typeName: 'samstig.bridge.Write', mutation, instead: new Uint8Array(), request } });
      }
    }
  }

  private sync(): void {
    const end = this.nowMs + DAY_MS;
    while (true) {
      if (this.step()) continue;
      const upToDate = this.ask({ case: 'why', value: nothing }).status?.state === 0;
      if (upToDate || this.timer === undefined || this.timer > end) return;
      this.nowMs = Math.max(this.nowMs, this.timer);
      this.timer = undefined;
      this.ask({ case: 'tick', value: nothing });
    }
  }

  private ask(what: What): Answer {
    const answer = this.core.ask(what);
    if (answer.reason !== 0) throw new Error(`refused with ${answer.reason}: ${answer.detail}`);
    this.effects.push(...answer.effects);
    return answer;
  }

  // ---- What the device wants done

  private step(): boolean {
    const effects = this.effects.splice(0);
    for (const { what } of effects) {
      if (what.case === 'startPush') this.push(what.value.request);
      if (what.case === 'startPull') this.pull(what.value.request);
      if (what.case === 'cancelPull') this.reading = false;
      if (what.case === 'startSplit') this.split();
      if (what.case === 'setTimer') this.timer = Number(what.value);
    }
    return effects.length > 0 || this.readOn();
  }

  private push(request: Uint8Array): void {
    this.say('> push PushRequest', hex(request));
    const answer = this.answerOrReason('< outcomes PushResponse');
    this.ask(typeof answer === 'number' ? { case: 'pushFailed', value: failure(answer) } : { case: 'pushReply', value: answer });
  }

  private pull(request: Uint8Array): void {
    this.say('> pull PullRequest', hex(request));
    const answer = this.answerOrReason('< open');
    this.reading = typeof answer !== 'number';
    if (typeof answer === 'number') this.ask({ case: 'pullEnded', value: failure(answer) });
  }

  private readOn(): boolean {
    if (!this.reading) return false;
    const at = this.frames[this.next]?.kind === 'clock' ? this.next + 1 : this.next;
    const kind = this.frames[at]?.kind;
    if (kind !== '< page PullResponse' && kind !== '< refused ErrorDetail') return false;
    this.noteClock();
    const answer = this.answerOrReason('< page PullResponse');
    if (typeof answer === 'number') this.reading = false;
    this.ask(typeof answer === 'number' ? { case: 'pullEnded', value: failure(answer) } : { case: 'pullFrame', value: answer });
    return true;
  }

  private split(): void {
    this.say('> split SplitDeviceRequest', '');
    const { token, deviceId } = fromBinary(RedeemCodeResponseSchema, this.answer('< identity RedeemCodeResponse'));
    const reply = toBinary(SplitDeviceResponseSchema, create(SplitDeviceResponseSchema, { token, deviceId }));
    this.ask({ case: 'splitReply', value: reply });
  }

  private signIn(identity: Uint8Array): void {
    const { token, deviceId, personId } = fromBinary(RedeemCodeResponseSchema, identity);
    const value = { $typeName: 'samstig.bridge.SignedIn' as const, network: 'village', person: personId, device: deviceId, token };
    this.ask({ case: 'signedIn', value });
  }

  // ---- The transcript

  // Time that passes by itself, between chapters.
  private takeClock(): void {
    const frame = this.frames[this.next];
    if (frame?.kind === 'clock') this.nowMs = Number(frame.text);
  }

  // Where the transcript names the time, it is to be this device's.
  private noteClock(): void {
    if (this.frames[this.next]?.kind !== 'clock') return;
    this.said.push({ kind: 'clock', text: String(this.nowMs) });
    ++this.next;
  }

  private say(kind: string, text: string): void {
    this.noteClock();
    this.said.push({ kind, text });
    ++this.next;
  }

  private answerOrReason(kind: string): Uint8Array | number {
    const frame = this.frames[this.next++];
    if (frame) this.said.push(frame);
    if (frame?.kind === kind) return bytesOfHex(frame.text);
    if (frame?.kind === '< refused ErrorDetail') return fromBinary(ErrorDetailSchema, bytesOfHex(frame.text)).reason;
    throw new Error(`not an answer: ${frame?.kind} where ${kind} is awaited`);
  }

  private answer(kind: string): Uint8Array {
    const answer = this.answerOrReason(kind);
    if (typeof answer === 'number') throw new Error(`refused with ${answer}`);
    return answer;
  }
}

function failure(reason: number) {
  return { $typeName: 'samstig.bridge.Failure' as const, reason, detail: 'as it was' };
}
