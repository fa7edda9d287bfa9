// SPDX-License-Identifier: Apache-2.0
// A found place in a text, in parts: the core marks where it matches by two characters that no text
// of a person has (SearchHit in client-lib/core/types.h).
const MATCH_BEGINS = '\u0002';
const MATCH_ENDS = '\u0003';

export interface Part {
  text: string;
  match: boolean;
}

export function partsOf(snippet: string): Part[] {
  const parts: Part[] = [];
  for (const [i, part] of snippet.split(MATCH_BEGINS).entries()) {
    const end = i === 0 ? -1 : part.indexOf(MATCH_ENDS);
    if (end > 0) parts.push({ text: part.slice(0, end), match: true });
    const rest = part.slice(end + 1);
    if (rest) parts.push({ text: rest, match: false });
  }
  return parts;
}
