// SPDX-License-Identifier: Apache-2.0
// Wire: calls to the server in gRPC-Web, by fetch. The core hands out and wants back the exact
// bytes of the messages, so those calls go through a message without fields, which keeps all bytes
// as they are.
import type { DescMessage, DescMethodServerStreaming, DescMethodUnary, MessageShape } from '@bufbuild/protobuf';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { EmptySchema } from '@bufbuild/protobuf/wkt';
import type { Transport } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-web';

import { asSamstigError, NotOurServer } from './errors';

const QUESTION_TIMEOUT_MS = 20_000;

// Refuses answers that do not come from a server of ours, before their bytes are looked at.
async function fetchOurs(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('application/grpc-web')) throw new NotOurServer(response.status);
  return response;
}

function headers(token: string): HeadersInit {
  return token ? { authorization: `Bearer ${token}` } : {};
}

export class Wire {
  private readonly transport: Transport;

  // `server`: an origin; empty for the one that this script came from.
  constructor(server: string) {
    this.transport = createGrpcWebTransport({
      baseUrl: server || globalThis.location.origin,
      useBinaryFormat: true,
      fetch: fetchOurs,
    });
  }

  // One question with typed messages. Rejects with a SamstigError.
  async ask<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>, token: string, request: MessageShape<I>, timeoutMs = QUESTION_TIMEOUT_MS,
    signal?: AbortSignal,
  ): Promise<MessageShape<O>> {
    try {
      const response = await this.transport.unary(method, signal, timeoutMs, headers(token), request as never);
      return response.message;
    } catch (error) {
      throw asSamstigError(error);
    }
  }

  // The same with bytes.
  async askBytes(
    method: DescMethodUnary, token: string, request: Uint8Array, timeoutMs: number, signal: AbortSignal,
  ): Promise<Uint8Array> {
    const raw = { ...method, input: EmptySchema, output: EmptySchema } as DescMethodUnary<typeof EmptySchema, typeof EmptySchema>;
    return toBinary(EmptySchema, await this.ask(raw, token, fromBinary(EmptySchema, request), timeoutMs, signal));
  }

  // The frames of a stream as they come. Ends well, or throws a SamstigError.
  async *streamBytes(
    method: DescMethodServerStreaming, token: string, request: Uint8Array, signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    const raw = { ...method, input: EmptySchema, output: EmptySchema } as DescMethodServerStreaming<typeof EmptySchema, typeof EmptySchema>;
    async function* once() {
      yield fromBinary(EmptySchema, request);
    }
    try {
      // A timeout of 0 is none: else the transport would put in its own.
      const response = await this.transport.stream(raw, signal, 0, headers(token), once());
      for await (const frame of response.message) yield toBinary(EmptySchema, frame);
    } catch (error) {
      throw asSamstigError(error);
    }
  }
}

