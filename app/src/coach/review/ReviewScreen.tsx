// SPDX-License-Identifier: Apache-2.0
// Reports that wait for an answer, who has waited longest first.
import { Tag } from '@digdir/designsystemet-react';
import { ChevronRightIcon } from '@navikt/aksel-icons';
import { Link } from 'wouter';
import type { Of } from '../../shared/copy';
import { useLive } from '../../shared/live';
import { Empty, Section } from '../../shared/Page';
import { useWords } from '../../shared/words';
import { cohortKey } from '../cohorts';
import { CoachPage } from '../CoachPage';
import { type ReportRow, reviewQueue } from './review';

export function ReviewScreen() {
  const { t } = useWords();
  return <CoachPage title={t('review.title')} lead={t('review.lead')} width="text">{(cohort) => <QueueOf cohort={cohort} />}</CoachPage>;
}

function QueueOf({ cohort }: { cohort: Of<'cohort'> }) {
  const words = useWords();
  const { t } = words;
  const queue = useLive(`review ${cohortKey(cohort)} ${words.language}`, (c) => reviewQueue(c, cohort, words));
  if (!queue) return null;
  return (
    <>
      {queue.waiting.length === 0
        ? <Empty title={t('review.none')}><p>{queue.answered.length > 0 ? t('review.noneWords') : t('review.neverWords')}</p></Empty>
        : <Section id="waiting" title={t('review.waiting', { count: queue.waiting.length })}><Rows rows={queue.waiting} now={queue.now} /></Section>}
      {queue.answered.length > 0 && (
        <details className="earlier">
          <summary>{t('review.answered', { count: queue.answered.length })}</summary>
          <Rows rows={queue.answered} now={queue.now} />
        </details>
      )}
    </>
  );
}

function Rows({ rows, now }: { rows: ReportRow[]; now: number }) {
  const words = useWords();
  const { t } = words;
  return (
    <ul className="rows">
      {rows.map((row) => (
        <li key={row.id} className="row">
          <Link href={`/coach/review/${row.id}`} className="row-link">
            <span className="row-title"><bdi>{row.leader.name}</bdi></span>
            <span dir="auto">{row.title}</span>
            <span className="row-facts">
              <Tag data-size="sm" data-color={row.waits ? 'accent' : 'neutral'}>{t(row.waits ? 'cell.waits' : `review.${row.state}` as 'review.returned')}</Tag>
              <span className="muted">
                {words.near(row.waitsSinceMs, now)}{row.attempt > 1 && ` · ${t('review.attempt', { number: row.attempt })}`}
                {row.late && ` · ${t('cell.late')}`}{row.didNotWork && ` · ${t('cell.didNotWork')}`}
              </span>
            </span>
          </Link>
          <ChevronRightIcon aria-hidden className="row-arrow" />
        </li>
      ))}
    </ul>
  );
}
