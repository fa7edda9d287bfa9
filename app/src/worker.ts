// SPDX-License-Identifier: Apache-2.0
// The client library's worker, as a chunk of its own.
import '@samstig/client/worker';
