// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { plainWords } from './plain';

describe('the words of a Markdown text', () => {
  it.each([
    ['Tack! Försök **en gång till**, på *finska*.', 'Tack! Försök en gång till, på finska.'],
    ['# Rubrik\n\n- ett\n- två', 'Rubrik ett två'],
    ['Se [sidan](https://a.example/x) och `kod`.', 'Se sidan och kod.'],
    ['> citat', 'citat'],
    ['2 * 3 * 4 = 24, snake_case_namn', '2 * 3 * 4 = 24, snake_case_namn'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['', ''],
  ])('%s', (markdown, words) => expect(plainWords(markdown)).toBe(words));

  it('are found also in a bomb', () => {
    // Else this would not end before the test is ended.
    for (const bomb of ['*'.repeat(20_000), '['.repeat(20_000), '*a **b '.repeat(3_000), '_'.repeat(9) + 'x'.repeat(20_000)]) expect(plainWords(bomb)).toBeTypeOf('string');
  });
});
