// SPDX-License-Identifier: Apache-2.0
// A person on a screen: initials, name, and where they are from.
import { Avatar } from '@digdir/designsystemet-react';
import type { Someone } from './people';
import { useWords } from './words';

// The first letters of the first and last word, as people write them; emoji and odd signs are whole ones.
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = (word: string | undefined) => (word ? [...new Intl.Segmenter().segment(word)][0]!.segment : '');
  return (first(words[0]) + (words.length > 1 ? first(words.at(-1)) : '')).toLocaleUpperCase();
}

const colours = ['spruce', 'lake', 'neutral'] as const;
const colourOf = (id: string) => colours[[...id].reduce((sum, sign) => sum + sign.codePointAt(0)!, 0) % colours.length]!;

export function Face({ person, size = 'sm' }: { person: Someone; size?: 'xs' | 'sm' | 'md' }) {
  return (
    <Avatar aria-hidden="true" data-size={size} data-color={colourOf(person.id)} className="face">
      {initials(person.name)}
    </Avatar>
  );
}

export function Whereabouts({ person }: { person: Someone }) {
  const { t } = useWords();
  const parts = [person.coach ? t('person.coach') : person.position, person.municipality].filter(Boolean);
  return parts.length > 0 ? <span className="muted">{parts.join(' · ')}</span> : null;
}

export function PersonLine({ person, me }: { person: Someone; me?: boolean }) {
  const { t } = useWords();
  return (
    <span className="person-line">
      <Face person={person} />
      <span>
        <bdi className="person-name">{me ? t('person.you', { name: person.name }) : person.name}</bdi>
        <br />
        <Whereabouts person={person} />
      </span>
    </span>
  );
}
