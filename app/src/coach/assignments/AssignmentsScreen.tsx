// SPDX-License-Identifier: Apache-2.0
// What was given to a cohort, what is to be shown later, and what is over.
import { Button, Tag } from '@digdir/designsystemet-react';
import { BooksIcon, PlusIcon } from '@navikt/aksel-icons';
import { AssignmentState, create, MoveAssignmentSchema } from '@samstig/client/messages';
import { useState } from 'react';
import { Link } from 'wouter';
import { Ask } from '../../shared/Ask';
import type { Of } from '../../shared/copy';
import { useLive } from '../../shared/live';
import { Empty, Section } from '../../shared/Page';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { cohortKey } from '../cohorts';
import { CoachPage } from '../CoachPage';
import { type AssignmentRow, assignmentRows, type Stage } from './assignments';

const sections: { key: 'scheduled' | 'open' | 'closed'; stages: Stage[] }[] = [
  { key: 'scheduled', stages: ['scheduled'] }, { key: 'open', stages: ['coming', 'open', 'grace'] }, { key: 'closed', stages: ['closed'] },
];
const colours: Record<Stage, string> = { scheduled: 'lake', coming: 'lake', open: 'spruce', grace: 'warning', closed: 'neutral' };

export function AssignmentsScreen() {
  const { t } = useWords();
  const actions = (
    <div className="buttons">
      <Button asChild><Link href="/coach/assignments/library"><BooksIcon aria-hidden /> {t('coach.toLibrary')}</Link></Button>
      <Button asChild variant="secondary"><Link href="/coach/assignments/new"><PlusIcon aria-hidden /> {t('assignments.new')}</Link></Button>
    </div>
  );
  return <CoachPage title={t('assignments.title')} lead={t('assignments.lead')} width="text" actions={actions}>{(cohort) => <ListOf cohort={cohort} />}</CoachPage>;
}

function ListOf({ cohort }: { cohort: Of<'cohort'> }) {
  const words = useWords();
  const { t } = words;
  const rows = useLive(`assignments ${cohortKey(cohort)} ${words.language}`, (c) => assignmentRows(c, cohort, words));
  if (!rows) return null;
  if (rows.length === 0) return <Empty title={t('assignments.none')}><p>{t('assignments.noneWords')}</p></Empty>;
  return (
    <>
      {sections.map(({ key, stages }) => {
        const here = rows.filter(({ stage }) => stages.includes(stage));
        return here.length > 0 && (
          <Section key={key} id={`assignments-${key}`} title={t(`assignments.${key}`, { count: here.length })}>
            <ul className="rows">{here.map((row) => <Row key={row.id} row={row} />)}</ul>
          </Section>
        );
      })}
    </>
  );
}

function Row({ row }: { row: AssignmentRow }) {
  const words = useWords();
  const { t } = words;
  const write = useWrite();
  const [asking, setAsking] = useState(false);
  const moveTo = (to: AssignmentState) => ({ case: 'moveAssignment' as const, value: create(MoveAssignmentSchema, { id: row.of.id, to }) });
  const close = () => void write(moveTo(AssignmentState.CLOSED), {
    said: t('assignments.didClose', { title: row.title }), undo: () => void write(moveTo(AssignmentState.OPEN), { said: t('assignments.didReopen', { title: row.title }) }),
  });
  const reopen = () => void write(moveTo(AssignmentState.OPEN), { said: t('assignments.didReopen', { title: row.title }) });
  const publish = () => {
    setAsking(false);
    void write(moveTo(AssignmentState.OPEN), { said: t('assignments.didPublish', { title: row.title }) });
  };
  const dates = row.stage === 'scheduled' ? t('assignments.shownFrom', { day: words.day(row.publishMs) })
    : row.stage === 'coming' ? t('assignment.opens', { day: words.day(row.opensMs) }) : t('assignment.due', { day: words.day(row.dueMs) });
  return (
    <li className="row">
      <Link href={`/coach/assignments/${row.id}`} className="row-link">
        <span className="row-title" dir="auto">{row.title}</span>
        <span className="row-facts">
          <Tag data-size="sm" data-color={colours[row.stage]}>{t(`stage.${row.stage}`)}</Tag>
          {row.of.pending && <Tag data-size="sm" data-color="lake">{t('work.sending')}</Tag>}
          <span className="muted">{dates}{row.theme && ` · ${row.theme}`}{row.whom && ` · ${t('assignments.onlyFor', { whom: row.whom })}`}
            {row.stage !== 'scheduled' && ` · ${t('assignments.reports', { count: row.reports })}`}</span>
        </span>
      </Link>
      {row.stage === 'scheduled' && <Button variant="secondary" data-size="sm" onClick={() => setAsking(true)}>{t('assignments.publish')}</Button>}
      {(row.stage === 'open' || row.stage === 'grace' || row.stage === 'coming') && <Button variant="tertiary" data-size="sm" onClick={close}>{t('assignments.close')}</Button>}
      {row.of.body.state === AssignmentState.CLOSED && <Button variant="tertiary" data-size="sm" onClick={reopen}>{t('assignments.reopen')}</Button>}
      {asking && (
        <Ask title={t('assignments.publishTitle', { title: row.title })} onClose={() => setAsking(false)} yes={{ label: t('assignments.publish'), act: publish }}>
          <p>{t('assignments.publishWords')}</p>
        </Ask>
      )}
    </li>
  );
}
