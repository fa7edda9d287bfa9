// SPDX-License-Identifier: Apache-2.0
// Writing a report: four questions, files, and the button that says who will read it.
import { Alert, Button, Checkbox, Textfield } from '@digdir/designsystemet-react';
import { PaperplaneIcon } from '@navikt/aksel-icons';
import { create, ReportSchema, SubmitSchema } from '@samstig/client/messages';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useClient } from '../../shared/client';
import { errorWords } from '../../shared/errors';
import { AddFile, Files } from '../../shared/Files';
import { beforeLeaving } from '../../shared/flush';
import { idText } from '../../shared/ids';
import { keeper } from '../../shared/kept';
import { Section } from '../../shared/Page';
import { useVoice } from '../../shared/say';
import { ThirdPersons } from '../../shared/ThirdPersons';
import { useWords, type Words } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { Audience } from '../Audience';
import { isEmptyReport, reportFields, reportText } from '../drafting';
import { Desk, type DeskState } from './desk';
import { Versions } from './Versions';
import { latest } from '../work';
import type { AssignmentView } from './view';

function useDesk(view: AssignmentView): { desk: Desk; state: DeskState } {
  const client = useClient();
  const key = idText(view.of.id);
  const [desk, setDesk] = useState(() => ({ key, desk: new Desk(client, view.of.id, keeper) }));
  if (desk.key !== key) setDesk({ key, desk: new Desk(client, view.of.id, keeper) });
  const { desk: own } = desk;
  useEffect(() => own.see(view.draft), [own, view.draft]);
  useEffect(() => {
    const leave = () => void own.flush();
    const hide = () => document.visibilityState === 'hidden' && leave();
    window.addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', hide);
    const forget = beforeLeaving(() => own.flush());
    const end = own.listen();
    return () => {
      forget();
      end();
      window.removeEventListener('pagehide', leave);
      document.removeEventListener('visibilitychange', hide);
      leave();
    };
  }, [own]);
  return { desk: own, state: useSyncExternalStore(own.watch, own.current) };
}

function savedWords(words: Words, state: DeskState): string {
  switch (state.saved) {
    case 'nothing': return words.t('draft.nothing');
    case 'saved': return words.t('draft.saved', { time: words.moment(state.savedMs) });
    case 'kept': return words.t('draft.kept');
    case 'unsafe': return words.t('draft.unsafe');
  }
}

export function Writing({ view, onSent }: { view: AssignmentView; onSent: () => void }) {
  const words = useWords();
  const { t } = words;
  const { desk, state } = useDesk(view);
  const { say } = useVoice();
  const write = useWrite();
  const client = useClient();
  const [missing, setMissing] = useState(false);
  const empty = isEmptyReport(state.text);
  const before = latest({ draft: null, attempts: view.attempts.map((attempt) => attempt.of) });

  const send = async () => {
    if (empty) {
      setMissing(true);
      document.getElementById('report-tried')?.focus();
      return;
    }
    await desk.flush();
    const { text, files } = desk.current();
    const sent = await write({
      case: 'submit',
      value: create(SubmitSchema, {
        id: client.newId(), assignmentId: view.of.id, cohortId: view.of.body.cohortId,
        assignmentVersion: view.of.body.version, report: create(ReportSchema, { ...text, attachments: files }),
      }),
    });
    if (!sent) return;
    say(t('report.sent'));
    onSent();
  };

  return (
    <Section id="writing" title={view.attempts.length > 0 ? t('report.nextAttempt', { number: view.attempts.length + 1 }) : t('report.title')}
      aside={<span className="saved" data-state={state.saved}>{savedWords(words, state)}</span>}>
      {state.versions.length > 1 && <Versions desk={desk} versions={state.versions} />}
      {state.error !== null && <Alert data-color="danger" role="alert">{t('draft.failed')} {errorWords(words, state.error)}</Alert>}
      {before && empty && (
        <p><Button variant="secondary" data-size="sm" onClick={() => desk.type(reportText(before.body.report))}>{t('report.fromBefore')}</Button></p>
      )}
      <div className="fields" onBlur={() => void desk.flush()}>
        {reportFields.map((field) => (
          <Textfield key={field} multiline id={`report-${field}`} label={t(`report.${field}`)} description={t(`report.${field}Hint`)}
            className="field-grows" value={state.text[field]} dir="auto" maxLength={19000}
            error={missing && empty && field === 'tried' ? t('report.missing') : undefined}
            onChange={(event) => desk.type({ [field]: event.target.value })} />
        ))}
        <Checkbox label={t('report.didNotWork')} description={t('report.didNotWorkHint')} value="didNotWork"
          checked={state.text.didNotWork} onChange={(event) => desk.type({ didNotWork: event.target.checked })} />
      </div>
      <ThirdPersons text={reportFields.map((field) => state.text[field]).join('\n')} />
      <Files entity={view.draft?.id ?? null} files={state.files} onRemove={(at) => desk.removeFile(at)} />
      <AddFile count={state.files.length} onAdd={(file) => desk.addFile(file)} />
      <div className="send">
        <Audience readers={view.readers} />
        <Button data-size="lg" onClick={() => void send()} disabled={state.versions.length > 1}>
          <PaperplaneIcon aria-hidden /> {t('report.send', { coaches: view.readers.people.length })}
        </Button>
        {state.versions.length > 1 && <p className="muted">{t('report.settleFirst')}</p>}
      </div>
    </Section>
  );
}
