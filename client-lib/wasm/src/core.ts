// SPDX-License-Identifier: Apache-2.0
// Core: the C++ core in WebAssembly (../bridge.cc), asked by messages (../bridge.proto). It has no
// network and no timers: what it wants done comes as effects with its answers. Works wherever there
// is WebAssembly, also in node.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { MessageInitShape } from '@bufbuild/protobuf';

import { NoRoom } from './files';
import type { File } from './files';
import { AnswerSchema, QuestionSchema } from './gen/bridge_pb';
import type { Answer, Question } from './gen/bridge_pb';

export type What = Question['what'];

// What the core gets from outside.
export interface Surroundings {
  files: readonly File[];
  nowMs(): number;
  random(bytes: Uint8Array): void;
}

interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  samstig_room(size: number): number;
  samstig_ask(): number;
  samstig_answer(): number;
}

const FAILED = -1;
const NO_ROOM = -2;

export class Core {
  // Set when the disk gave no room, until it gives some.
  full = false;
  // Of the last trouble with a file, for developers.
  trouble: unknown;
  private exports!: Exports;

  private constructor(private readonly around: Surroundings) {}

  static async load(module: WebAssembly.Module, around: Surroundings): Promise<Core> {
    const core = new Core(around);
    const instance = await WebAssembly.instantiate(module, core.imports());
    core.exports = instance.exports as unknown as Exports;
    core.exports._initialize();
    return core;
  }

  ask(what: What): Answer {
    return fromBinary(AnswerSchema, this.askBytes(toBinary(QuestionSchema, create(QuestionSchema, { what } as MessageInitShape<typeof QuestionSchema>))));
  }

  // The answer's bytes are the caller's own.
  askBytes(question: Uint8Array): Uint8Array {
    const room = this.exports.samstig_room(question.length);
    new Uint8Array(this.exports.memory.buffer).set(question, room);
    const size = this.exports.samstig_ask();
    const at = this.exports.samstig_answer();
    return new Uint8Array(this.exports.memory.buffer).slice(at, at + size);
  }

  // ---- Called by the core

  private view(at: number, size: number): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer, at, size);
  }

  private onFile<T extends number>(n: number, work: (file: File) => T): number {
    try {
      return work(this.around.files[n]!);
    } catch (error) {
      this.trouble = error;
      if (error instanceof NoRoom) this.full = true;
      return error instanceof NoRoom ? NO_ROOM : FAILED;
    }
  }

  private imports(): WebAssembly.Imports {
    const samstig = {
      now_ms: () => this.around.nowMs(),
      random: (at: number, size: number) => this.around.random(this.view(at, size)),
      file_size: (n: number) => this.onFile(n, (file) => file.size()),
      file_read: (n: number, at: number, size: number, offset: number) =>
        this.onFile(n, (file) => file.read(this.view(at, size), offset)),
      file_write: (n: number, at: number, size: number, offset: number) =>
        this.onFile(n, (file) => {
          file.write(this.view(at, size), offset);
          this.full = false;
          return 0;
        }),
      file_truncate: (n: number, size: number) => this.onFile(n, (file) => (file.truncate(size), 0)),
      file_sync: (n: number) => this.onFile(n, (file) => (file.sync(), 0)),
    };
    // Only for what the libraries would say before they end.
    const EBADF = 8;
    const wasi = { fd_write: () => EBADF, fd_seek: () => EBADF, fd_close: () => EBADF };
    return { samstig, wasi_snapshot_preview1: wasi };
  }
}
