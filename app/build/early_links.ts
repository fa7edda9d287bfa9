// SPDX-License-Identifier: Apache-2.0
// Vite plugin: the page names all that src/main.tsx needs, scripts and style, so that a browser fetches it beside the
// early script and not after it.
import type { HtmlTagDescriptor, Plugin, Rollup } from 'vite';

export function earlyLinks(main: string): Plugin {
  return {
    name: 'samstig-early-links',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((one): one is Rollup.OutputChunk => one.type === 'chunk');
        const first = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(main)));
        if (!first) throw new Error(`${main} is no chunk of its own`);
        const wanted = new Set<Rollup.OutputChunk>();
        const add = (chunk: Rollup.OutputChunk) => {
          if (wanted.has(chunk)) return;
          wanted.add(chunk);
          for (const name of chunk.imports) add(chunks.find(({ fileName }) => fileName === name)!);
        };
        add(first);
        const scripts = [...wanted].map(({ fileName }) => fileName);
        const styles = new Set([...wanted].flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]));
        const link = (rel: string, name: string): HtmlTagDescriptor => ({ tag: 'link', attrs: { rel, crossorigin: true, href: `/${name}` }, injectTo: 'head' });
        const tags = [...[...styles].map((name) => link('stylesheet', name)), ...scripts.map((name) => link('modulepreload', name))];
        return tags.filter(({ attrs }) => !html.includes(`"${attrs!['href'] as string}"`));
      },
    },
  };
}
