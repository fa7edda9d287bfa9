// SPDX-License-Identifier: Apache-2.0
// Giving a cohort an assignment, from the library or one's own, and changing one that was given.
import { Alert, Button, Textfield } from '@digdir/designsystemet-react';
import type { Id } from '@samstig/client';
import { type Assignment, AssignmentState, create, EditAssignmentSchema, PostAssignmentSchema } from '@samstig/client/messages';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { Choice } from '../../shared/Choice';
import { useClient } from '../../shared/client';
import { one, type Of } from '../../shared/copy';
import { DayField } from '../../shared/DayField';
import { dayOf } from '../../shared/days';
import { idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { LocalTexts } from '../../shared/LocalTexts';
import { Empty } from '../../shared/Page';
import { useKept } from '../../shared/useKept';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { cohortKey, languagesOf, leadersIn } from '../cohorts';
import { CoachPage } from '../CoachPage';
import { groupsIn } from '../groups/groups';
import { library, whomOf } from './assignments';
import { assignmentFrom, type AssignmentForm, formOf, formOfTemplate, freshForm, type Lack, lacksOf } from './form';
import { Preview } from './Preview';

export function AssignmentEditor({ id, code }: { id?: Id; code?: string }) {
  const words = useWords();
  const { t } = words;
  const before = useLive(`assignment to edit ${id ? idText(id) : ''}`, async (c) => (id ? one(c, 'assignment', id) : undefined));
  const back = code ? { to: '/coach/assignments/library', label: t('library.title') } : { to: '/coach/assignments', label: t('assignments.title') };
  if (id && before === undefined) return null;
  if (id && !before) return <CoachPage title={t('assignment.gone')} back={back}>{() => <Empty title={t('assignment.goneWords')} />}</CoachPage>;
  const title = before ? t('editor.edit') : t('editor.new');
  return (
    <CoachPage title={title} lead={before ? t('editor.editLead') : t('editor.newLead')} back={back} only={before?.body.cohortId}>
      {(cohort) => <Editor cohort={cohort} before={before ?? null} code={code} />}
    </CoachPage>
  );
}

interface EditorProps {
  cohort: Of<'cohort'>;
  before: Of<'assignment'> | null;
  code?: string;
}

interface Around {
  now: number;
  fresh: AssignmentForm;
  languages: string[];
  whom: { value: string; label: string }[];
  // Of one that is out: for whom it is never changes.
  isFor: string | null;
}

function Editor({ cohort, before, code }: EditorProps) {
  const words = useWords();
  const around = useLive(`editor ${cohortKey(cohort)} ${before ? idText(before.id) : code ?? ''} ${words.language}`, async (c): Promise<Around> => {
    const [now, languages, { items }, groups, leaders] = await Promise.all([
      c.serverTimeMs(), languagesOf(c, cohort, words), library(c, cohort), groupsIn(c, cohort, words), leadersIn(c, cohort.id, words),
    ]);
    const item = items.find((one) => one.code === code);
    return {
      now, languages,
      fresh: before ? formOf(before.body) : item ? formOfTemplate(item.template, idText(item.theme.id), now) : freshForm(now),
      whom: [
        { value: 'all', label: words.t('editor.everybody', { count: leaders.length }) },
        ...groups.groups.map((group) => ({ value: `group ${group.id}`, label: words.t('editor.group', { name: group.name }) })),
        ...leaders.map((leader) => ({ value: `person ${leader.id}`, label: words.t('editor.person', { name: leader.name, municipality: leader.municipality }) })),
      ],
      isFor: before && ((await whomOf(c, before.body, words)) ?? words.t('editor.everybody', { count: leaders.length })),
    };
  });
  return around ? <Fields cohort={cohort} before={before} code={code} around={around} /> : null;
}

const kPlace = (before: Of<'assignment'> | null, cohort: Of<'cohort'>, code?: string) =>
  before ? `assignment.${idText(before.id)}` : `assignment.new.${cohortKey(cohort)}.${code ?? ''}`;

function Fields({ cohort, before, code, around }: EditorProps & { around: Around }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const write = useWrite();
  const [, go] = useLocation();
  const form = useKept<AssignmentForm>(kPlace(before, cohort, code), around.fresh);
  const [tried, setTried] = useState(false);
  const [preview, setPreview] = useState(false);
  const { value } = form;
  const lacks = lacksOf(value);
  const lack = (...of: Lack[]) => {
    const found = tried && of.find((one) => lacks.includes(one));
    return found ? t(`editor.lack.${found}`) : undefined;
  };
  const isOut = before !== null && before.body.state !== AssignmentState.SCHEDULED;
  const publishes = value.publish !== '' && value.publish > dayOf(around.now);

  const send = async () => {
    setTried(true);
    if (lacks.length > 0) {
      document.getElementById('editor-lacks')?.focus();
      return;
    }
    const assignment: Assignment = assignmentFrom(value, cohort.id, await client.serverTimeMs(), before?.body);
    const title = words.pick(assignment.title);
    const sent = before
      ? await write({ case: 'editAssignment', value: create(EditAssignmentSchema, { id: before.id, assignment }) }, { said: t('editor.changed', { title }) })
      : await write({ case: 'postAssignment', value: create(PostAssignmentSchema, { id: client.newId(), assignment }) },
          { said: publishes ? t('editor.scheduled', { title, day: words.day(Number(assignment.publishMs)) }) : t('editor.posted', { title }) });
    if (!sent) return;
    form.letGo();
    go('/coach/assignments');
  };

  return (
    <div className="editor">
      <div className="fields">
        {form.found && (
          <Alert data-color="info">
            <p>{t('form.found')}</p>
            <Button variant="tertiary" data-size="sm" onClick={() => form.letGo(around.fresh)}>{t('form.anew')}</Button>
          </Alert>
        )}
        <Part title={t('editor.what')}>
          <LocalTexts label={t('editor.title')} languages={around.languages} value={value.title} maxLength={150} error={lack('title')} onChange={(title) => form.change({ title })} />
          <LocalTexts label={t('editor.brief')} description={t('editor.briefHint')} languages={around.languages} value={value.brief} multiline maxLength={19000}
            error={lack('brief')} onChange={(brief) => form.change({ brief })} />
          <Textfield label={t('editor.minutes')} description={t('editor.minutesHint')} type="number" inputMode="numeric" min={5} max={600} className="field-short"
            value={value.minutes} error={lack('minutes')} onChange={(event) => form.change({ minutes: event.target.value })} />
        </Part>
        <Part title={t('editor.forWhom')}>
          {before
            ? <p>{t('editor.isFor', { whom: around.isFor ?? '' })}</p>
            : <Choice label={t('editor.whom')} value={value.whom} options={around.whom} onChange={(whom) => form.change({ whom })} />}
        </Part>
        <Part title={t('editor.when')}>
          {isOut
            ? <p>{t('editor.isOut')}</p>
            : <DayField label={t('editor.publish')} description={t('editor.publishHint')} value={value.publish} error={lack('publish')} onChange={(publish) => form.change({ publish })} />}
          <DayField label={t('editor.opens')} description={t('editor.opensHint')} value={value.opens} error={lack('opens', 'opensBeforePublish')} onChange={(opens) => form.change({ opens })} />
          <DayField label={t('editor.due')} description={t('editor.dueHint', { days: Math.round(Number(cohort.body.graceMs) / 86_400_000) })} value={value.due} required
            error={lack('due', 'dueBeforeOpens')} onChange={(due) => form.change({ due })} />
        </Part>
        {before && (
          <Part title={t('editor.note')}>
            <Textfield multiline label={t('editor.noteLabel')} description={t('editor.noteHint')} value={value.note} maxLength={1900} dir="auto"
              onChange={(event) => form.change({ note: event.target.value })} />
          </Part>
        )}
        {tried && lacks.length > 0 && (
          <Alert data-color="warning" id="editor-lacks" tabIndex={-1} role="alert">
            <p>{t('form.lacks')}</p>
            <ul>{lacks.map((one) => <li key={one}>{t(`editor.lack.${one}`)}</li>)}</ul>
          </Alert>
        )}
        <div className="buttons">
          <Button data-size="lg" onClick={() => void send()}>{before ? t('editor.save') : publishes ? t('editor.schedule') : t('editor.post')}</Button>
          <Button variant="tertiary" className="only-narrow" aria-pressed={preview} onClick={() => setPreview(!preview)}>{t(preview ? 'form.hidePreview' : 'form.preview')}</Button>
        </div>
      </div>
      <aside className="editor-preview" data-open={preview || undefined} aria-label={t('form.preview')}>
        <Preview form={value} languages={around.languages} graceMs={Number(cohort.body.graceMs)} />
      </aside>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="part">
      <legend>{title}</legend>
      <div className="fields">{children}</div>
    </fieldset>
  );
}
