// SPDX-License-Identifier: Apache-2.0
// Words that were begun and never sent: they stay on this device until they are sent or let go of.
import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { keeper, type Kept } from '../../shared/kept';
import { Section } from '../../shared/Page';
import { useVoice } from '../../shared/say';
import { useWords } from '../../shared/words';
import { Link } from 'wouter';

// Whatever a place keeps, as one text; files by their names.
export function keptText(kept: Kept<unknown>): string {
  const value = kept.value;
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  const words = Object.values(value).filter((part): part is string => typeof part === 'string' && part.trim() !== '');
  const { files } = value as { files?: { name: string }[] };
  return [...words, ...(files ?? []).map(({ name }) => name)].join('\n\n');
}

// Back to where it was written.
function wayTo(place: string): string {
  const [kind, id] = place.split('.', 2);
  switch (kind) {
    case 'post': return `/threads/${id}`;
    case 'draft': return `/assignments/${id}`;
    case 'thread': return '/threads/new';
    case 'tool': return '/toolbox';
    case 'team': return '/team';
    default: return '/';
  }
}

export function KeptWords() {
  const words = useWords();
  const { t } = words;
  const { say } = useVoice();
  const [, again] = useState(0);
  const kept = keeper.places().flatMap((place) => {
    const found = keeper.kept<unknown>(place);
    const text = found ? keptText(found) : '';
    return found && text ? [{ place, found, text }] : [];
  });
  if (kept.length === 0) return null;
  const letGo = (place: string, found: Kept<unknown>) => {
    keeper.letGo(place);
    again((count) => count + 1);
    say(t('kept.letGone'), () => {
      keeper.keep(place, found.value);
      again((count) => count + 1);
    });
  };
  return (
    <Section id="kept" title={t('kept.title')}>
      {kept.map(({ place, found, text }) => (
        <article key={place} className="item">
          <p className="muted">{words.moment(found.atMs)}</p>
          <div className="item-text" dir="auto">{text}</div>
          <div className="buttons">
            <Button asChild variant="secondary" data-size="sm"><Link href={wayTo(place)}>{t('kept.goOn')}</Link></Button>
            <Button variant="tertiary" data-size="sm" onClick={() => letGo(place, found)}>{t('kept.letGo')}</Button>
          </div>
        </article>
      ))}
    </Section>
  );
}
