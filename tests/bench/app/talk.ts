// SPDX-License-Identifier: Apache-2.0
// Ten thousand posts on a server: written by another leader with the client library's core in node, its files in
// memory. So each run has the same, and it takes seconds.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';

import { Core } from '../../../client-lib/wasm/src/core';
import { Engine, nothing } from '../../../client-lib/wasm/src/engine';
import { FILES, MemoryFile } from '../../../client-lib/wasm/src/files';
import { SignedInSchema } from '../../../client-lib/wasm/src/gen/bridge_pb';
import { IdSource } from '../../../client-lib/wasm/src/ids';
import {
  AccountService, EntitySchema, MutationSchema, RedeemCodeRequestSchema, RequestCodeRequestSchema, StartThreadSchema,
  WritePostSchema,
} from '../../../client-lib/wasm/src/messages';
import type { Mutation } from '../../../client-lib/wasm/src/messages';
import { Wire } from '../../../client-lib/wasm/src/wire';
import { KEYS, STATES } from '../../../client-lib/wasm/src/words';
import { theModule } from '../../client-lib/wasm/core_in_node';
import { emailOf, eventually, NETWORK } from '../../client-lib/wasm/world';
import type { World } from '../../client-lib/wasm/world';

export const POSTS = 10_000;
const THREADS = 50;
const PATIENCE_MS = 120_000;

const SAID = ['kommun', 'ledarskap', 'möte', 'återkoppling', 'förändring', 'tillit', 'samtal', 'invånare', 'arbetslag',
  'uppdrag', 'erfarenhet', 'nästa', 'försök', 'vecka', 'tillsammans'];

// 400 characters, another text for each number.
export function textOf(n: number): string {
  let text = `Inlägg ${n}:`;
  let chance = (n + 1) % 2_147_483_647;
  while (text.length < 396) {
    chance = (chance * 48_271) % 2_147_483_647;
    text += ` ${SAID[chance % SAID.length]}`;
  }
  return text.slice(0, 396).padEnd(400, '.');
}

// A device of this person's, in node.
export class Writer {
  private readonly ids = new IdSource();

  private constructor(private readonly engine: Engine) {}

  static async of(world: World, name: string): Promise<Writer> {
    const core = await Core.load(await theModule(), {
      files: FILES.map(() => new MemoryFile()),
      nowMs: () => Date.now(),
      random: (bytes) => void crypto.getRandomValues(bytes),
    });
    const wire = new Wire(world.url);
    const quiet = () => undefined;
    const engine = new Engine(core, wire, { changed: quiet, judged: quiet, asked: quiet, broken: (error) => console.error(error) });
    engine.ask({ case: 'open', value: nothing });
    await wire.ask(AccountService.method.requestCode, '', create(RequestCodeRequestSchema, { network: NETWORK, email: emailOf(name) }));
    const code = await world.codeFor(emailOf(name));
    const { personId: person, deviceId: device, token } = await wire.ask(AccountService.method.redeemCode, '',
      create(RedeemCodeRequestSchema, { network: NETWORK, email: emailOf(name), code, deviceName: 'node' }));
    engine.ask({ case: 'signedIn', value: create(SignedInSchema, { network: NETWORK, person, device, token }) });
    return new Writer(engine);
  }

  // All is sent and read.
  async isUpToDate(): Promise<void> {
    await eventually(() => {
      const status = this.engine.ask({ case: 'why', value: nothing }).status!;
      if (status.parked > 0) throw new Error('the server refuses what the bench writes');
      return STATES[status.state] === 'upToDate' && status.waiting === 0n;
    }, PATIENCE_MS);
  }

  start(): void {
    this.engine.ask({ case: 'start', value: nothing });
  }

  write(intent: Mutation['intent']): void {
    const mutation = toBinary(MutationSchema, create(MutationSchema, { intent }));
    const request = crypto.getRandomValues(new Uint8Array(16));
    this.engine.ask({ case: 'write', value: { $typeName: 'samstig.bridge.Write', mutation, instead: new Uint8Array(), request } });
  }

  newId(): Uint8Array {
    return this.ids.next();
  }

  find(key: keyof typeof KEYS, owner: Uint8Array = new Uint8Array()): Uint8Array[] {
    const { shown } = this.engine.ask({ case: 'find', value: { $typeName: 'samstig.bridge.Find', key: KEYS[key], owner } });
    return shown.map(({ entity }) => fromBinary(EntitySchema, entity).id);
  }

  close(): void {
    this.engine.close();
  }
}

export async function manyPosts(world: World): Promise<void> {
  const bo = await Writer.of(world, 'bo');
  bo.start();
  await bo.isUpToDate();
  const [cohort] = bo.find('cohorts');
  for (let thread = 0; thread < THREADS; ++thread) {
    const id = bo.newId();
    bo.write({ case: 'startThread', value: create(StartThreadSchema, { id, cohortId: cohort!, title: `Samtal ${thread + 1}` }) });
    for (let n = thread; n < POSTS; n += THREADS) {
      bo.write({ case: 'writePost', value: create(WritePostSchema, { id: bo.newId(), threadId: id, text: textOf(n) }) });
    }
    // Nothing else gets a turn while it writes.
    await new Promise((resolve) => setTimeout(resolve));
  }
  await bo.isUpToDate();
  bo.close();
}
