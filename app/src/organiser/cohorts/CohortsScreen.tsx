// SPDX-License-Identifier: Apache-2.0
// All cohorts of the network.
import { Button, Tag } from '@digdir/designsystemet-react';
import { ChevronRightIcon, PlusIcon } from '@navikt/aksel-icons';
import { CohortState } from '@samstig/client/messages';
import { Link } from 'wouter';
import { all, type Of } from '../../shared/copy';
import { idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { Empty, Page } from '../../shared/Page';
import { cohortStateKeys } from '../../shared/states';
import { useWords } from '../../shared/words';

export function CohortsScreen() {
  const { t } = useWords();
  const view = useLive('all cohorts', async (c) => ({ cohorts: await all(c, 'cohort', 'cohorts'), now: await c.serverTimeMs() }));
  const plan = <Button asChild><Link href="/organiser/cohorts/new"><PlusIcon aria-hidden /> {t('cohorts.plan')}</Link></Button>;
  const cohorts = [...(view?.cohorts ?? [])].sort((a, b) => Number(b.body.startsMs - a.body.startsMs));
  return (
    <Page title={t('cohorts.title')} lead={t('cohorts.lead')} actions={<div className="buttons">{plan}</div>}>
      {view && (cohorts.length === 0
        ? <Empty title={t('cohorts.none')}><p>{t('cohorts.noneWords')}</p></Empty>
        : <CohortRows cohorts={cohorts} now={view.now} />)}
    </Page>
  );
}

const colours = new Map([
  [CohortState.ENROLLING, 'accent'], [CohortState.RUNNING, 'spruce'], [CohortState.WRAPPING_UP, 'spruce'], [CohortState.CONFIRMED, 'lake'],
  [CohortState.ANNOUNCED, 'lake'], [CohortState.PAUSED, 'warning'],
]);

export function CohortTag({ cohort }: { cohort: Of<'cohort'> }) {
  const { t } = useWords();
  return <Tag data-size="sm" data-color={colours.get(cohort.body.state) ?? 'neutral'}>{t(cohortStateKeys[cohort.body.state])}</Tag>;
}

export function CohortRows({ cohorts, now }: { cohorts: Of<'cohort'>[]; now: number }) {
  const words = useWords();
  const { t } = words;
  return (
    <ul className="rows">
      {cohorts.map((cohort) => (
        <li key={idText(cohort.id)} className="row">
          <Link href={`/organiser/cohorts/${idText(cohort.id)}`} className="row-link">
            <span className="row-title" dir="auto">{words.pick(cohort.body.name)}</span>
            <span className="row-facts">
              <CohortTag cohort={cohort} />
              {cohort.pending && <Tag data-size="sm" data-color="lake">{t('work.sending')}</Tag>}
              <span className="muted">{t('offers.dates', {
                starts: words.shortDay(Number(cohort.body.startsMs)), ends: words.near(Number(cohort.body.endsMs), now), closes: words.shortDay(Number(cohort.body.enrolmentClosesMs)),
              })}</span>
            </span>
          </Link>
          <ChevronRightIcon aria-hidden className="row-arrow" />
        </li>
      ))}
    </ul>
  );
}
