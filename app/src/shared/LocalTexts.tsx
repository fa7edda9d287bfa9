// SPDX-License-Identifier: Apache-2.0
// One text in several languages, each in a field of its own.
import { Textfield } from '@digdir/designsystemet-react';
import type { LocalText } from '@samstig/client/messages';
import { create, LocalTextSchema } from '@samstig/client/messages';
import type { ChangeEvent } from 'react';
import { useWords } from './words';

export type Texts = Record<string, string>;

export function textsOf(text: LocalText | undefined): Texts {
  return { ...text?.byLanguage };
}

// Without those that nobody wrote.
export function localText(texts: Texts): LocalText {
  const written = Object.entries(texts).map(([language, words]) => [language, words.trim()] as const).filter(([, words]) => words !== '');
  return create(LocalTextSchema, { byLanguage: Object.fromEntries(written) });
}

export function isBlank(texts: Texts): boolean {
  return Object.values(texts).every((words) => words.trim() === '');
}

export function languageName(tag: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

interface LocalTextsProps {
  label: string;
  description?: string;
  languages: string[];
  value: Texts;
  onChange: (value: Texts) => void;
  multiline?: boolean;
  maxLength?: number;
  error?: string;
}

export function LocalTexts({ label, description, languages, value, onChange, multiline, maxLength, error }: LocalTextsProps) {
  const words = useWords();
  // Also those that are written already and are none of the programme's.
  const all = [...languages, ...Object.keys(value).filter((tag) => !languages.includes(tag))];
  return (
    <>
      {all.map((tag, at) => {
        const common = {
          lang: tag, dir: 'auto' as const, value: value[tag] ?? '', maxLength,
          label: all.length > 1 ? words.t('localText.in', { label, language: languageName(tag, words.language) }) : label,
          description: at === 0 ? description : undefined, error: at === 0 ? error : undefined,
          onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onChange({ ...value, [tag]: event.target.value }),
        };
        return multiline ? <Textfield key={tag} multiline className="field-grows" {...common} /> : <Textfield key={tag} {...common} />;
      })}
    </>
  );
}
