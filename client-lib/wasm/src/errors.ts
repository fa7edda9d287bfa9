// SPDX-License-Identifier: Apache-2.0
// How failures are told: always a SamstigError with a reason of the contract.
import { Code, ConnectError } from '@connectrpc/connect';

import { SamstigError } from './api';
import type { Failure } from './gen/bridge_pb';
import { ErrorDetailSchema, Reason } from './messages';

// Not a server of ours: a hotel's page that wants a click first, or a proxy's own words.
export class NotOurServer extends Error {
  constructor(readonly status: number) {
    super(`answered with status ${status} and not in gRPC-Web`);
  }
}

// As client-lib/transport/grpc has it: for errors that are not Samstig's own.
function reasonOf(code: Code): Reason {
  switch (code) {
    case Code.Unavailable:
      return Reason.UNAVAILABLE;
    case Code.DeadlineExceeded:
      return Reason.TIMED_OUT;
    case Code.Unauthenticated:
      return Reason.NOT_SIGNED_IN;
    case Code.Canceled:
      return Reason.CANCELLED;
    case Code.ResourceExhausted:
      return Reason.OVERLOADED;
    default:
      return Reason.INTERNAL;
  }
}

function fromStrangers(stranger: NotOurServer): SamstigError {
  if (stranger.status === 413) return new SamstigError(Reason.TOO_LARGE, stranger.message);
  if (stranger.status === 429) return new SamstigError(Reason.OVERLOADED, stranger.message);
  return new SamstigError(Reason.UNAVAILABLE, stranger.message);
}

export function asSamstigError(error: unknown): SamstigError {
  if (error instanceof SamstigError) return error;
  if (error instanceof NotOurServer) return fromStrangers(error);
  if (error instanceof ConnectError) {
    if (error.cause instanceof NotOurServer) return fromStrangers(error.cause);
    // fetch says only this when there is no line.
    if (error.cause instanceof TypeError) return new SamstigError(Reason.UNAVAILABLE, error.rawMessage);
    const [detail] = error.findDetails(ErrorDetailSchema);
    const reason = detail && detail.reason !== Reason.UNSPECIFIED ? detail.reason : reasonOf(error.code);
    return new SamstigError(reason, error.rawMessage);
  }
  return new SamstigError(Reason.INTERNAL, error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}

export function asFailure(error: unknown): Omit<Failure, '$typeName'> {
  const { reason, detail } = asSamstigError(error);
  return { reason, detail };
}
