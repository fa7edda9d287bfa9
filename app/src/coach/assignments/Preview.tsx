// SPDX-License-Identifier: Apache-2.0
// An assignment as the leader will see it, in the language chosen.
import { ToggleGroup } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { endOf, startOf } from '../../shared/days';
import { languageName } from '../../shared/LocalTexts';
import { Markdown } from '../../shared/Markdown';
import { useWords } from '../../shared/words';
import type { AssignmentForm } from './form';

export function Preview({ form, languages, graceMs }: { form: AssignmentForm; languages: string[]; graceMs: number }) {
  const words = useWords();
  const { t } = words;
  const written = [...new Set([...languages, ...Object.keys(form.title)])].filter((tag) => form.title[tag]?.trim() || form.brief[tag]?.trim());
  const [chosen, setChosen] = useState('');
  const language = written.includes(chosen) ? chosen : written[0] ?? languages[0] ?? '';
  const due = endOf(form.due);
  const opens = form.opens ? startOf(form.opens) : null;
  return (
    <div className="preview">
      <p className="preview-over">{t('form.preview')}</p>
      {written.length > 1 && (
        <ToggleGroup data-size="sm" value={language} onChange={setChosen} aria-label={t('library.language')}>
          {written.map((tag) => <ToggleGroup.Item key={tag} value={tag}>{languageName(tag, words.language)}</ToggleGroup.Item>)}
        </ToggleGroup>
      )}
      <h2 className="preview-title" dir="auto">{form.title[language] || t('preview.noTitle')}</h2>
      <ul className="facts">
        <li>{t('assignment.minutes', { minutes: Number(form.minutes) || 0 })}</li>
        {opens !== null && <li>{t('assignment.opens', { day: words.day(opens) })}</li>}
        {due !== null && <li>{t('assignment.due', { day: words.day(due) })}</li>}
        {due !== null && graceMs > 0 && <li className="muted">{t('assignment.grace', { day: words.day(due + graceMs) })}</li>}
      </ul>
      {form.brief[language]?.trim() ? <Markdown text={form.brief[language]!} className="brief" /> : <p className="muted">{t('preview.noBrief')}</p>}
    </div>
  );
}
