// SPDX-License-Identifier: Apache-2.0
// What a person wrote, as harmless HTML: the client library makes it and lets through no script, style or
// picture. Until it has answered, and when it cannot, the words stand there as they were written.
import type { Samstig } from '@samstig/client';
import { useEffect, useState } from 'react';
import { useClient } from './client';

const made = new Map<string, string>();

function remember(text: string, html: string): void {
  if (made.size > 300) made.clear();
  made.set(text, html);
}

// Makes it before it is drawn. Where that fails, the drawing tries again.
export async function htmlBefore(client: Samstig, text: string): Promise<void> {
  if (!made.has(text)) await client.html(text).then((html) => remember(text, html), () => undefined);
}

export function Markdown({ text, className }: { text: string; className?: string }) {
  const client = useClient();
  const [html, setHtml] = useState<string | undefined>(() => made.get(text));
  useEffect(() => {
    let wanted = true;
    const show = (result: string) => {
      remember(text, result);
      if (wanted) setHtml(result);
    };
    const known = made.get(text);
    if (known !== undefined) setHtml(known);
    else client.html(text).then(show, () => wanted && setHtml(undefined));
    return () => { wanted = false; };
  }, [client, text]);
  const classes = `prose ${className ?? ''}`;
  if (html === undefined) return <div className={`${classes} prose-plain`} dir="auto">{text}</div>;
  return <div className={classes} dir="auto" dangerouslySetInnerHTML={{ __html: html }} />;
}
