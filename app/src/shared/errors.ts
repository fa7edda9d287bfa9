// SPDX-License-Identifier: Apache-2.0
// What a refusal means, in words: what happened, that the text is safe, what to do. The words of each
// samstig.v1.Reason are in messages/*/reasons.json.
import { SamstigError } from '@samstig/client';
import { Reason } from '@samstig/client/messages';
import type { Words } from './words';

export function reasonWords(words: Words, reason: number): string {
  const key = `reason.${Reason[reason] ?? 'INTERNAL'}`;
  return words.has(key) ? words.t(key) : words.t('reason.INTERNAL');
}

export function errorWords(words: Words, error: unknown): string {
  return reasonWords(words, error instanceof SamstigError ? error.reason : Reason.INTERNAL);
}

export function reasonOf(error: unknown): number {
  return error instanceof SamstigError ? error.reason : Reason.INTERNAL;
}
