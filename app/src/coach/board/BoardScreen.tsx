// SPDX-License-Identifier: Apache-2.0
// The board: all leaders and assignments of a cohort at a glance, who is silent, and a friendly word.
import { Alert, Button, Switch } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Of } from '../../shared/copy';
import { useLive } from '../../shared/live';
import { Empty } from '../../shared/Page';
import { useWords } from '../../shared/words';
import { cohortKey } from '../cohorts';
import { CoachPage } from '../CoachPage';
import { BoardTable } from './BoardTable';
import { cohortBoard } from './load';
import { Silent } from './Silent';

export function BoardScreen() {
  const { t } = useWords();
  return <CoachPage title={t('board.title')} lead={t('board.lead')}>{(cohort) => <BoardOf cohort={cohort} />}</CoachPage>;
}

function BoardOf({ cohort }: { cohort: Of<'cohort'> }) {
  const words = useWords();
  const { t } = words;
  const board = useLive(`board ${cohortKey(cohort)} ${words.language}`, (c) => cohortBoard(c, cohort, words));
  const [quietOnly, setQuietOnly] = useState(false);
  if (!board) return null;
  if (board.rows.length === 0) return <Empty title={t('board.noLeaders')}><p>{t('board.noLeadersWords')}</p></Empty>;
  if (board.columns.length === 0) {
    return (
      <Empty title={t('board.noAssignments')}>
        <p>{t('board.noAssignmentsWords', { leaders: board.rows.length })}</p>
        <Button asChild><Link href="/coach/assignments/library">{t('coach.toLibrary')}</Link></Button>
      </Empty>
    );
  }
  const quiet = board.rows.filter((row) => row.quiet);
  const rows = quietOnly ? quiet : board.rows;
  return (
    <>
      {board.waiting > 0 && (
        <Alert data-color="info"><Link href="/coach/review">{t('board.waiting', { count: board.waiting })}</Link></Alert>
      )}
      <Switch label={t('board.quietOnly', { count: quiet.length })} description={t('board.quietMeans')} checked={quietOnly}
        onChange={(event) => setQuietOnly(event.target.checked)} />
      {rows.length === 0
        ? <Empty title={t('board.nobodyQuiet')} />
        : <BoardTable board={{ ...board, rows }} />}
      <Silent board={board} />
    </>
  );
}
