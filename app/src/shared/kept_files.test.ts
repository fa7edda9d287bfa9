// SPDX-License-Identifier: Apache-2.0
import { AttachmentSchema, create, equals } from '@samstig/client/messages';
import { expect, it } from 'vitest';
import { attachmentOf, keptFile } from './kept_files';

it('a file that waits for its words is the same after it was kept as text', () => {
  const file = create(AttachmentSchema, { sha256: Uint8Array.from({ length: 32 }, (_, at) => at * 7), name: 'protokoll.txt', mediaType: 'text/plain', size: 12n });
  expect(equals(AttachmentSchema, attachmentOf(JSON.parse(JSON.stringify(keptFile(file)))), file)).toBe(true);
});
