// SPDX-License-Identifier: Apache-2.0
// The words of a Markdown text without its signs, for a line or two that show where it begins. Never HTML: React
// shows it as text. Pure.
export function plainWords(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]\n]{1,300})\]\([^)\s]{1,2000}\)/g, '$1')
    .replace(/^[ \t]{0,3}(?:#{1,6}|>|[-*+]|\d{1,3}[.)])[ \t]+/gm, '')
    .replace(/(\*{1,3}|~~|`)(?=\S)([^*~`\n]{1,300}?\S|\S)\1/g, '$2')
    .replace(/(?<!\w)(_{1,3})(?=\S)([^_\n]{1,300}?\S|\S)\1(?!\w)/g, '$2')
    .replace(/\s+/g, ' ').trim();
}
