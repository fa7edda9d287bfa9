// SPDX-License-Identifier: Apache-2.0
// Google's grpc-web, for a test to call from outside. It has its own generator; its descriptors are
// written by hand here, with protobuf-es for the messages.
import { GrpcWebClientBase, MethodDescriptor, MethodType } from 'grpc-web';
import type { ClientReadableStream, RpcError } from 'grpc-web';

import * as messages from '../../../../client-lib/wasm/src/messages';
import type { PullRequest, PullResponse, RequestCodeRequest, RequestCodeResponse } from '../../../../client-lib/wasm/src/messages';

const { create, fromBinary, toBinary } = messages;

const requestCode = new MethodDescriptor<RequestCodeRequest, RequestCodeResponse>(
  '/samstig.v1.AccountService/RequestCode', MethodType.UNARY, Object as never, Object as never,
  (request: RequestCodeRequest) => toBinary(messages.RequestCodeRequestSchema, request),
  (bytes: Uint8Array) => fromBinary(messages.RequestCodeResponseSchema, bytes));
const pull = new MethodDescriptor<PullRequest, PullResponse>(
  '/samstig.v1.SyncService/Pull', MethodType.SERVER_STREAMING, Object as never, Object as never,
  (request: PullRequest) => toBinary(messages.PullRequestSchema, request),
  (bytes: Uint8Array) => fromBinary(messages.PullResponseSchema, bytes));

const clients = { text: new GrpcWebClientBase({ format: 'text' }), binary: new GrpcWebClientBase({ format: 'binary' }) };
export type Format = keyof typeof clients;

interface Following {
  checkpoints: number;
  ended: string;
  stream: ClientReadableStream<PullResponse>;
}

const google = {
  // What came of it: 'OK', or the code, the words and the length of the details.
  async requestCode(format: Format, network: string, email: string): Promise<string> {
    const request = create(messages.RequestCodeRequestSchema, { network, email });
    try {
      await clients[format].unaryCall(`${location.origin}${requestCode.getName()}`, request, {}, requestCode);
      return 'OK';
    } catch (error) {
      const { code, message, metadata } = error as RpcError;
      return `${code} ${message} ${metadata?.['grpc-status-details-bin'] !== undefined}`;
    }
  },

  // Begins to follow. `checkpoints` grows as they come.
  follow(format: Format, token: string): Following {
    const request = create(messages.PullRequestSchema, { versionMin: 1, versionMax: 1, follow: true });
    const stream = clients[format].serverStreaming(`${location.origin}${pull.getName()}`, request, { authorization: `Bearer ${token}` }, pull);
    const seen = { checkpoints: 0, ended: '', stream };
    stream.on('data', (page) => (seen.checkpoints += page.checkpoint ? 1 : 0));
    stream.on('error', (error) => (seen.ended = `${error.code}`));
    return seen;
  },
  following: undefined as Following | undefined,
};

declare global {
  interface Window {
    google: typeof google;
  }
}
window.google = google;
