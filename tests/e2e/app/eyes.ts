// SPDX-License-Identifier: Apache-2.0
// What can be seen of a page by measuring: what axe finds, what is too wide, what is too small to hit.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
let axe: string | undefined;

interface Found {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

// WCAG 2.2 A and AA, and what axe calls good practice.
export async function axeFinds(page: Page): Promise<string[]> {
  axe ??= await readFile(AXE, 'utf8');
  // Not by a script element: the server's policy lets none in.
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const result = await (window as unknown as { axe: { run(root: Document, options: object): Promise<{ violations: Found[] }> } }).axe
      .run(document, { runOnly: tags, resultTypes: ['violations'] });
    return result.violations;
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} (${node.failureSummary?.split('\n')[1]?.trim() ?? ''})`).join(' | ')}`);
}

// How many pixels must be scrolled sideways to see all of it.
export function tooWideBy(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

// Things to press whose box, with the label that belongs to them, is less than 44 pixels high or wide. Links in
// running text are as high as the text (WCAG 2.5.8 excepts them), and so is what only a screen reader meets.
export function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const least = 44;
    const inText = (link: Element) => link.tagName === 'A' && getComputedStyle(link).display === 'inline';
    const box = (element: Element) => {
      const own = element.getBoundingClientRect();
      const around = element.closest('label, .ds-field, .ds-chip') ?? ((element as HTMLInputElement).labels?.[0] ?? null);
      if (!(element instanceof HTMLInputElement) || !/checkbox|radio/.test(element.type) || !around) return own;
      const all = around.getBoundingClientRect();
      return all.height > own.height ? all : own;
    };
    const found: string[] = [];
    for (const element of document.querySelectorAll('a[href], button, input, select, textarea, summary, [role=button], [role=tab], [role=menuitem]')) {
      const style = getComputedStyle(element);
      const { width, height } = box(element);
      const hidden = width <= 1 || height <= 1 || style.visibility === 'hidden' || !(element as HTMLElement).checkVisibility();
      // The way past the menu shows when it has the focus.
      if (hidden || inText(element) || element.classList.contains('ds-skip-link')) continue;
      // Half a pixel is a matter of rounding.
      if (width < least - 0.5 || height < least - 0.5) found.push(`${Math.round(width)}x${Math.round(height)} ${element.outerHTML.slice(0, 120)}`);
    }
    return found;
  });
}

// What would be seen to move: animations and transitions that take their time.
export function moves(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const longest = (times: string) => Math.max(...times.split(',').map((time) => parseFloat(time) * (time.trim().endsWith('ms') ? 1 : 1000)));
    const found = new Set<string>();
    for (const element of document.querySelectorAll('body *')) {
      const style = getComputedStyle(element);
      // A hundredth of a second is how a style sheet says "at once" and still has its events.
      if (longest(style.transitionDuration) > 10 || (style.animationName !== 'none' && longest(style.animationDuration) > 10)) {
        found.add(`${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`);
      }
    }
    return [...found].slice(0, 5);
  });
}
