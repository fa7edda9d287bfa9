// SPDX-License-Identifier: Apache-2.0
// @samstig/client: all that an app imports. The messages are in @samstig/client/messages, the worker
// in @samstig/client/worker.
export * from './api';
export { openSamstig } from './client';
export type { Options } from './client';
export { hex, idFromText, idText, sameId } from './ids';
