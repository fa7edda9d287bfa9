// SPDX-License-Identifier: Apache-2.0
// What was handed in, attempt by attempt, with the talk on it.
import { Button, Tag, Textfield } from '@digdir/designsystemet-react';
import { create, GiveFeedbackSchema, SaveToolSchema, RevisionSchema, SubmissionState, Verdict } from '@samstig/client/messages';
import { useState } from 'react';
import { Files } from '../../shared/Files';
import { idText } from '../../shared/ids';
import { useClient } from '../../shared/client';
import { UnsafeNote, useTyped } from '../../shared/useTyped';
import { Markdown } from '../../shared/Markdown';
import { Section } from '../../shared/Page';
import { Face } from '../../shared/Person';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { joinText, reportText } from '../drafting';
import { ReportWords } from './ReportWords';
import { ShareInsight } from './ShareInsight';
import type { AssignmentView, Attempt } from './view';

const states = new Map<number, 'attempt.submitted' | 'attempt.inDialogue' | 'attempt.returned' | 'attempt.acknowledged'>([
  [SubmissionState.SUBMITTED, 'attempt.submitted'], [SubmissionState.IN_DIALOGUE, 'attempt.inDialogue'],
  [SubmissionState.RETURNED, 'attempt.returned'], [SubmissionState.ACKNOWLEDGED, 'attempt.acknowledged'],
]);

export function Attempts({ view }: { view: AssignmentView }) {
  const { t } = useWords();
  const [newest, ...earlier] = [...view.attempts].reverse();
  return (
    <Section id="attempts" title={t('attempt.title')}>
      {newest && <AttemptCard view={view} attempt={newest} />}
      {earlier.length > 0 && (
        <details className="earlier">
          <summary>{t('attempt.earlier', { count: earlier.length })}</summary>
          {earlier.map((attempt) => <AttemptCard key={idText(attempt.of.id)} view={view} attempt={attempt} />)}
        </details>
      )}
    </Section>
  );
}

function AttemptCard({ view, attempt }: { view: AssignmentView; attempt: Attempt }) {
  const words = useWords();
  const { t } = words;
  const { of } = attempt;
  const state = states.get(of.body.state);
  return (
    <article className="attempt" data-pending={of.pending || undefined}>
      <header className="attempt-head">
        <h3 className="attempt-title">{of.body.attempt ? t('attempt.number', { number: of.body.attempt }) : t('attempt.new')}</h3>
        <span className="muted">{words.moment(Number(of.body.claimedMs) || of.madeMs)}</span>
        <Tag data-size="sm" data-color={of.pending ? 'lake' : 'spruce'}>{of.pending || !state ? t('work.sending') : t(state)}</Tag>
        {of.body.late && <span className="muted">{t('attempt.late')}</span>}
      </header>
      <ReportWords text={reportText(of.body.report)} />
      <Files entity={of.id} files={of.body.report?.attachments ?? []} />
      <div className="buttons">
        <ShareInsight view={view} attempt={attempt} />
        <KeepAsTool view={view} attempt={attempt} />
      </div>
      <Dialogue attempt={attempt} />
    </article>
  );
}

function Dialogue({ attempt }: { attempt: Attempt }) {
  const words = useWords();
  const { t } = words;
  return (
    <div className="dialogue" aria-label={t('dialogue.title')} role="group">
      <ol className="plain-list">
        {attempt.turns.map(({ of, from, mine }) => (
          <li key={idText(of.id)} className="turn" data-mine={mine || undefined}>
            <Face person={from} size="xs" />
            <div className="turn-body">
              <p className="turn-head"><bdi className="person-name">{mine ? t('person.me') : from.name}</bdi> <span className="muted">{of.pending ? t('work.sending') : words.moment(of.madeMs)}</span></p>
              {of.body.verdict === Verdict.RETURN && <p className="turn-verdict">{t('dialogue.return')}</p>}
              {of.body.verdict === Verdict.ACKNOWLEDGE && <p className="turn-verdict">{t('dialogue.acknowledge')}</p>}
              <Markdown text={of.body.text} />
            </div>
          </li>
        ))}
      </ol>
      <Answer attempt={attempt} />
    </div>
  );
}

function Answer({ attempt }: { attempt: Attempt }) {
  const { t } = useWords();
  const client = useClient();
  const write = useWrite();
  const { value: text, type, letGo, safe } = useTyped(`feedback.${idText(attempt.of.id)}`, () => '');
  const [open, setOpen] = useState(text !== '');
  if (!open) return <Button variant="secondary" data-size="sm" onClick={() => setOpen(true)}>{t('dialogue.answer')}</Button>;
  const send = async () => {
    const sent = await write({
      case: 'giveFeedback',
      value: create(GiveFeedbackSchema, { id: client.newId(), submissionId: attempt.of.id, text, verdict: Verdict.COMMENT }),
    });
    if (!sent) return;
    letGo();
    setOpen(false);
  };
  return (
    <div className="fields">
      <Textfield multiline label={t('dialogue.yours')} description={t('dialogue.who')} className="field-grows" value={text} dir="auto" autoFocus
        onChange={(event) => type(event.target.value)} />
      <UnsafeNote safe={safe} />
      <div className="buttons">
        <Button data-size="sm" disabled={text.trim() === ''} onClick={() => void send()}>{t('dialogue.send')}</Button>
        <Button variant="tertiary" data-size="sm" onClick={() => setOpen(false)}>{t('later')}</Button>
      </div>
    </div>
  );
}

// What worked, for the days when the programme is over.
function KeepAsTool({ view, attempt }: { view: AssignmentView; attempt: Attempt }) {
  const words = useWords();
  const client = useClient();
  const write = useWrite();
  const report = attempt.of.body.report;
  const text = joinText(report?.insight ?? '', report?.nextStep ?? '');
  if (text.trim() === '') return null;
  const keep = async () => {
    const title = words.pick(view.of.body.title).slice(0, 90);
    await write({
      case: 'saveTool',
      value: create(SaveToolSchema, {
        id: client.newId(), title, assignmentId: view.of.id,
        revision: create(RevisionSchema, {
          revisionId: client.newId(), claimedMs: BigInt(Math.round(view.now)), content: { case: 'text', value: text },
        }),
      }),
    }, { said: words.t('tool.saved') });
  };
  return <Button variant="tertiary" data-size="sm" onClick={() => void keep()}>{words.t('tool.keep')}</Button>;
}
