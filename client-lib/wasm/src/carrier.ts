// SPDX-License-Identifier: Apache-2.0
// Carrier: sends this device's own attachments, the smallest first, once all writes are judged. It
// goes on where an earlier try stopped (client-lib/core/upload.h decides); what failed is tried
// again after a while, and at once when it is nudged.
import { create } from '@bufbuild/protobuf';

import { SamstigError } from './api';
import type { BlobFolder } from './blobs';
import { sha256Of } from './blobs';
import type { Engine } from './engine';
import { nothing } from './engine';
import { asSamstigError } from './errors';
import type { Answer, Blob as OwnBlob, UploadStep } from './gen/bridge_pb';
import { BlobSchema, BlobsLeftOutSchema } from './gen/bridge_pb';
import { hex, sameId } from './ids';
import { Reason } from './messages';
import type { Wire } from './wire';

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;
// How often what the server threw away is sent anew before it counts as its trouble.
const TRIES_OF_BAD_HASH = 2;

export class Carrier {
  private running = false;
  private wakes = 0;
  private wait = FIRST_WAIT_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stop = new AbortController();
  private sending: { sha256: string; sent: number } | undefined;
  // Why the last try failed; none while nothing has.
  private trouble = Reason.UNSPECIFIED;
  // Whose file on this disk is not what it should be. Never sent.
  private readonly damaged: Uint8Array[] = [];

  constructor(
    private readonly engine: Engine, private readonly wire: Wire, private readonly folder: BlobFolder,
    private readonly token: () => string, private readonly failed: () => void = () => undefined,
  ) {}

  // Why what waits is not sent.
  get reason(): Reason {
    return this.trouble;
  }

  // There may be something to do.
  wake(): void {
    ++this.wakes;
    if (!this.running && !this.timer) void this.run();
  }

  nudge(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.wait = FIRST_WAIT_MS;
    this.wake();
  }

  close(): void {
    this.stop.abort();
    clearTimeout(this.timer);
  }

  status(blob: OwnBlob): { state: 'pending' | 'uploading' | 'there'; size: number; sent: number } {
    const size = Number(blob.size);
    if (blob.there) return { state: 'there', size, sent: size };
    if (this.sending?.sha256 !== hex(blob.sha256)) return { state: 'pending', size, sent: 0 };
    return { state: 'uploading', size, sent: this.sending.sent };
  }

  private async run(): Promise<void> {
    this.running = true;
    try {
      for (let seen = -1; seen !== this.wakes && !this.stop.signal.aborted; ) {
        seen = this.wakes;
        await this.round();
      }
      this.wait = FIRST_WAIT_MS;
      this.trouble = Reason.UNSPECIFIED;
    } catch (error) {
      // It stands in the sync status how many are not sent, and why.
      this.trouble = asSamstigError(error).reason;
      this.failed();
      if (!this.stop.signal.aborted) this.timer = setTimeout(() => this.again(), this.wait);
      this.wait = Math.min(2 * this.wait, LONGEST_WAIT_MS);
    } finally {
      this.running = false;
      this.sending = undefined;
    }
  }

  private again(): void {
    this.timer = undefined;
    this.wake();
  }

  private async round(): Promise<void> {
    for (const lost of this.engine.ask({ case: 'droppedBlobs', value: nothing }).blobs) {
      await this.folder.remove(lost.sha256);
      this.engine.ask({ case: 'deletedBlob', value: lost.sha256 });
    }
    while (!this.stop.signal.aborted) {
      const leftOut = create(BlobsLeftOutSchema, { sha256: this.damaged });
      const [next] = this.engine.ask({ case: 'nextBlob', value: leftOut }).blobs;
      if (!next) return;
      await this.sendOne(next);
    }
  }

  private async sendOne(blob: OwnBlob): Promise<void> {
    const bytes = await this.folder.read(blob.sha256, Number(blob.size));
    if (!bytes || !sameId(await sha256Of(bytes), blob.sha256)) {
      this.damaged.push(blob.sha256);
      return;
    }
    let badHashes = 0;
    let step = stepOf(this.engine.ask({ case: 'beginUpload', value: create(BlobSchema, blob) }));
    while (step.what.case !== 'finished') {
      this.sending = { sha256: hex(blob.sha256), sent: Number(step.held) };
      try {
        step = stepOf(step.what.case === 'sendChunk' ? await this.sendChunk(blob, bytes, step) : await this.askWhatIsHeld(blob));
      } catch (error) {
        step = stepOf(this.engine.ask({ case: 'uploadFailed', value: nothing }));
        const mayTryAgain = asSamstigError(error).reason === Reason.BAD_HASH && ++badHashes <= TRIES_OF_BAD_HASH;
        if (!mayTryAgain) throw error;
      }
    }
    this.engine.ask({ case: 'blobIsThere', value: blob.sha256 });
  }

  private async askWhatIsHeld(blob: OwnBlob): Promise<Answer> {
    const { statBlob } = await import('./server_calls');
    const response = await statBlob(this.wire, this.token(), blob.sha256, blob.size, this.stop.signal);
    return this.engine.ask({ case: 'uploadStat', value: response });
  }

  private async sendChunk(blob: OwnBlob, bytes: Uint8Array, step: UploadStep): Promise<Answer> {
    if (step.what.case !== 'sendChunk') throw new SamstigError(Reason.INTERNAL, 'no chunk');
    const { index, offset, size } = step.what.value;
    const data = bytes.subarray(Number(offset), Number(offset + size));
    const { putChunk } = await import('./server_calls');
    const response = await putChunk(this.wire, this.token(), { sha256: blob.sha256, index, data }, this.stop.signal);
    return this.engine.ask({ case: 'uploadChunk', value: { $typeName: 'samstig.bridge.UploadedChunk', index, response } });
  }
}

function stepOf(answer: Answer): UploadStep {
  if (!answer.step) throw new SamstigError(Reason.INTERNAL, 'the core gives no step');
  return answer.step;
}
