// SPDX-License-Identifier: Apache-2.0
// Live: a query that is asked again after every change, one at a time, and told when something else
// came out than before.
import { asSamstigError } from './errors';
import type { SamstigError } from './api';
import { hex } from './ids';

export class Live<T> {
  private told: string | undefined;
  private running = false;
  private wanted = false;
  private ended = false;

  constructor(
    private readonly query: () => Promise<T>, private readonly tell: (value: T) => void,
    private readonly fail: ((error: SamstigError) => void) | undefined,
  ) {}

  refresh(): void {
    this.wanted = true;
    if (!this.running) void this.run();
  }

  end(): void {
    this.ended = true;
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.wanted && !this.ended) {
      this.wanted = false;
      let value: T;
      try {
        value = await this.query();
      } catch (error) {
        if (!this.ended) this.fail?.(asSamstigError(error));
        continue;
      }
      const text = JSON.stringify(value, plain);
      if (this.ended || text === this.told) continue;
      this.told = text;
      this.tell(value);
    }
    this.running = false;
  }
}

// What JSON has no words for.
function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Uint8Array) return hex(value);
  if (value instanceof Map) return [...value];
  if (value instanceof Set) return [...value];
  return value;
}
