// SPDX-License-Identifier: Apache-2.0
// Calls whose messages only the core or the page reads: to the worker they are bytes, so it has their names and not
// their messages, which are most of the contract and take their time to be made ready. A test compares the names.
import type { DescMethodServerStreaming, DescMethodUnary } from '@bufbuild/protobuf';
import type { EmptySchema } from '@bufbuild/protobuf/wkt';
import { EmptySchema as anyMessage } from '@bufbuild/protobuf/wkt';

type Any = typeof EmptySchema;

function called(service: string, name: string, methodKind: 'unary' | 'server_streaming') {
  const localName = name[0]!.toLowerCase() + name.slice(1);
  return {
    kind: 'rpc', name, localName, methodKind, input: anyMessage, output: anyMessage, idempotency: 0, deprecated: false,
    parent: { kind: 'service', typeName: `samstig.v1.${service}` },
  };
}
const unary = (service: string, name: string) => called(service, name, 'unary') as unknown as DescMethodUnary<Any, Any>;
const stream = (service: string, name: string) => called(service, name, 'server_streaming') as unknown as DescMethodServerStreaming<Any, Any>;

export const RAW = {
  push: unary('SyncService', 'Push'),
  pull: stream('SyncService', 'Pull'),
  listVersions: unary('EntityService', 'ListVersions'),
  listOwn: unary('EntityService', 'ListOwn'),
  listOpenCohorts: unary('CatalogueService', 'ListOpenCohorts'),
  proposeGroups: unary('GroupService', 'ProposeGroups'),
  previewErasure: unary('AccountService', 'PreviewErasure'),
  erase: unary('AccountService', 'Erase'),
  splitDevice: unary('AccountService', 'SplitDevice'),
};
