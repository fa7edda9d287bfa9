// SPDX-License-Identifier: Apache-2.0
// The engine with the real core, at a line that a test plays.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';

import { Core } from '../../../../client-lib/wasm/src/core';
import { Engine, nothing } from '../../../../client-lib/wasm/src/engine';
import { FILES, MemoryFile } from '../../../../client-lib/wasm/src/files';
import { PullRequestSchema, PullResponseSchema } from '../../../../client-lib/wasm/src/messages';
import type { Wire } from '../../../../client-lib/wasm/src/wire';
import { theModule } from '../core_in_node';
import { eventually } from '../world';

const epoch = new Uint8Array(16).fill(9);
const pages = {
  // The digest of nothing is nothing.
  first: create(PullResponseSchema, { checkpoint: { epoch, seq: 5n }, digest: new Uint8Array(16), network: epoch, epochStartSeq: 0n }),
  later: create(PullResponseSchema, { checkpoint: { epoch, seq: 8n }, epochStartSeq: 0n }),
};

// Gives these pages on each stream, then nothing more; notes the cursor that each stream began with.
class PlayedWire {
  readonly cursors: number[] = [];
  constructor(private readonly streams: (keyof typeof pages)[][]) {}

  async *streamBytes(_method: unknown, _token: string, request: Uint8Array, signal: AbortSignal) {
    this.cursors.push(Number(fromBinary(PullRequestSchema, request).cursor?.seq ?? 0n));
    for (const page of this.streams.shift() ?? []) yield toBinary(PullResponseSchema, pages[page]);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  }
}

async function engineAt(wire: PlayedWire): Promise<Engine> {
  const core = await Core.load(await theModule(), {
    files: FILES.map(() => new MemoryFile()),
    nowMs: () => Date.now(),
    random: (bytes) => void crypto.getRandomValues(bytes),
  });
  const quiet = () => undefined;
  const engine = new Engine(core, wire as unknown as Wire, { changed: quiet, judged: quiet, asked: quiet, broken: quiet });
  engine.ask({ case: 'open', value: nothing });
  const id = new Uint8Array(16).fill(1);
  engine.ask({ case: 'signedIn', value: { $typeName: 'samstig.bridge.SignedIn', network: 'n', person: id, device: id, token: 't' } });
  engine.ask({ case: 'start', value: nothing });
  return engine;
}

const state = (engine: Engine) => engine.ask({ case: 'why', value: nothing }).status?.state;

describe('a stream', () => {
  it('that begins with its first page is read on', async () => {
    const engine = await engineAt(new PlayedWire([['first', 'later']]));
    await eventually(() => state(engine) === 0);
    engine.close();
  });

  it('whose first page was lost is begun anew from where the copy stands', async () => {
    const wire = new PlayedWire([['later'], ['first', 'later']]);
    const engine = await engineAt(wire);
    await eventually(() => wire.cursors.length === 1);
    // Nothing of it was taken.
    expect(state(engine)).not.toBe(0);
    engine.nudge();
    await eventually(() => state(engine) === 0);
    expect(wire.cursors).toEqual([0, 0]);
    engine.close();
  });
});
