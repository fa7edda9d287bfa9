// SPDX-License-Identifier: Apache-2.0
// The fields about one leader, as in a list: the same rules, told beside each field.
import { Textfield } from '@digdir/designsystemet-react';
import { Choice } from '../../shared/Choice';
import type { Of } from '../../shared/copy';
import { languageName } from '../../shared/LocalTexts';
import { useWords, type Words } from '../../shared/words';
import { type Column, type Leader, type Problem, problemWith } from './cells';

export type LeaderForm = Leader;

const fields = ['name', 'email', 'position', 'sector', 'manager'] as const;

export function lacksOf(form: LeaderForm): Map<Column, Problem> {
  const lacks = new Map<Column, Problem>();
  for (const field of fields) {
    const problem = problemWith(field, form[field].trim());
    if (problem) lacks.set(field, problem);
  }
  return lacks;
}

export function problemWords(words: Words, problem: Problem): string {
  return words.t(`csv.${problem.code}` as 'csv.blank', problem.values);
}

interface LeaderFieldsProps {
  form: LeaderForm;
  onChange: (form: LeaderForm) => void;
  tried: boolean;
  municipality: Of<'municipality'>;
}

export function LeaderFields({ form, onChange, tried, municipality }: LeaderFieldsProps) {
  const words = useWords();
  const { t } = words;
  const lacks = lacksOf(form);
  const languages = [...new Set([...municipality.body.languages, 'sv-FI', 'fi', 'en', 'da', 'nb'])];
  const error = (field: Column) => {
    const problem = tried ? lacks.get(field) : undefined;
    return problem && problemWords(words, problem);
  };
  return (
    <div className="fields two">
      {fields.map((field) => (
        <Textfield key={field} label={t(`leader.${field}`)} description={field === 'position' || field === 'sector' || field === 'manager' ? t(`leader.${field}Hint`) : undefined}
          type={field === 'email' || field === 'manager' ? 'email' : 'text'} autoComplete="off" dir="auto" value={form[field]} error={error(field)}
          required={field === 'name' || field === 'email'} onChange={(event) => onChange({ ...form, [field]: event.target.value })} />
      ))}
      <Choice label={t('leader.language')} value={form.language || languages[0]!} onChange={(language) => onChange({ ...form, language })}
        options={languages.map((tag) => ({ value: tag, label: languageName(tag, words.language) }))} />
    </div>
  );
}
