// SPDX-License-Identifier: Apache-2.0
// The coach's answer to a report: thanks, a comment, or a word that asks for another try. It is kept as it is
// typed.
import { Alert, Button, Textfield } from '@digdir/designsystemet-react';
import { create, GiveFeedbackSchema, Verdict } from '@samstig/client/messages';
import { useRef, useState } from 'react';
import { useClient } from '../../shared/client';
import { idText } from '../../shared/ids';
import { Markdown } from '../../shared/Markdown';
import { useKept } from '../../shared/useKept';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import type { ReportView } from './review';

const choices = [
  { verdict: Verdict.ACKNOWLEDGE, key: 'acknowledge', variant: 'primary' },
  { verdict: Verdict.COMMENT, key: 'comment', variant: 'secondary' },
  { verdict: Verdict.RETURN, key: 'return', variant: 'secondary' },
] as const;

export function Answer({ view }: { view: ReportView }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const write = useWrite();
  const field = useRef<HTMLTextAreaElement>(null);
  const form = useKept(`answer.${idText(view.of.id)}`, { text: '' });
  const [preview, setPreview] = useState(false);
  const [missing, setMissing] = useState(false);
  const text = form.value.text;
  const give = async (verdict: Verdict, key: 'acknowledge' | 'comment' | 'return') => {
    if (text.trim() === '') {
      setMissing(true);
      setPreview(false);
      field.current?.focus();
      return;
    }
    const sent = await write({
      case: 'giveFeedback', value: create(GiveFeedbackSchema, { id: client.newId(), submissionId: view.of.id, text, verdict }),
    }, { said: t(`answer.${key}.said`, { name: view.leader.name }) });
    if (sent) {
      form.letGo({ text: '' });
      setPreview(false);
    }
  };
  const others = view.coaches.map((coach) => coach.name);
  return (
    <div className="answer">
      {form.found && text !== '' && <Alert data-color="info" data-size="sm">{t('form.found')}</Alert>}
      {preview
        ? <div className="preview" aria-label={t('form.preview')} role="region"><Markdown text={text} /></div>
        : <Textfield ref={field as never} multiline label={t('answer.label')} description={t('answer.hint')} className="field-grows" value={text} dir="auto" maxLength={19000}
            error={missing && text.trim() === '' ? t('answer.missing') : undefined}
            onChange={(event) => form.change({ text: event.target.value })} />}
      <p className="muted">{t('answer.readers', { name: view.leader.name, coaches: words.list(others), count: others.length })}</p>
      <div className="buttons">
        {choices.map(({ verdict, key, variant }) => <Button key={key} variant={variant} onClick={() => void give(verdict, key)}>{t(`answer.${key}`)}</Button>)}
        <Button variant="tertiary" disabled={text.trim() === ''} aria-pressed={preview} onClick={() => setPreview(!preview)}>{t(preview ? 'form.write' : 'form.preview')}</Button>
      </div>
    </div>
  );
}
