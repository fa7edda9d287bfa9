// SPDX-License-Identifier: Apache-2.0
// What waits for the organiser, and how full the cohorts are. In a new network: what to do first.
import { Alert, Button } from '@digdir/designsystemet-react';
import { CheckmarkCircleFillIcon, CircleIcon } from '@navikt/aksel-icons';
import type { Samstig } from '@samstig/client';
import { CohortState, Role } from '@samstig/client/messages';
import { Link } from 'wouter';
import { all } from '../shared/copy';
import { enrolmentSheet } from '../shared/figures/enrolment';
import { placesIn } from '../shared/figures/load';
import { SheetView } from '../shared/figures/SheetView';
import { useLive } from '../shared/live';
import { Page, Section } from '../shared/Page';
import { useWords, type Words } from '../shared/words';
import { CohortRows } from './cohorts/CohortsScreen';
import { allRequests } from './requests';

async function overview(client: Samstig, words: Words) {
  const [now, cohorts, programmes, municipalities, requests] = await Promise.all([
    client.serverTimeMs(), all(client, 'cohort', 'cohorts'), client.find('programmes'), client.find('municipalities'), allRequests(client, words),
  ]);
  cohorts.sort((a, b) => Number(b.body.startsMs - a.body.startsMs));
  const live = cohorts.filter(({ body }) => body.state !== CohortState.ARCHIVED && body.state !== CohortState.CANCELLED);
  const hats = (await Promise.all(municipalities.map(({ entity }) => all(client, 'membership', 'membershipsAt', entity.id)))).flat();
  return {
    now, live, sheet: enrolmentSheet(await placesIn(client, live, words), 'cohort'), caughtUp: (await client.syncStatus()).state === 'upToDate',
    waiting: requests.filter(({ stands }) => stands === 'waits').length, wantMore: requests.filter(({ stands }) => stands === 'wantsMore').length,
    steps: [
      { key: 'programme' as const, to: '/organiser/programmes', done: programmes.length > 0 },
      { key: 'municipalities' as const, to: '/organiser/municipalities', done: municipalities.length > 0 },
      { key: 'admins' as const, to: '/organiser/municipalities', done: hats.some(({ body }) => body.role === Role.MUNICIPALITY_ADMIN && !body.ended) },
      { key: 'cohort' as const, to: '/organiser/cohorts/new', done: cohorts.length > 0 },
    ],
  };
}

export function OverviewScreen() {
  const words = useWords();
  const { t } = words;
  const view = useLive(`overview ${words.language}`, (c) => overview(c, words));
  if (!view) return <Page title={t('overview.title')} width="wide">{null}</Page>;
  const begun = view.steps.every(({ done }) => done);
  return (
    <Page title={t('overview.title')} width="wide" lead={begun ? undefined : t('overview.beginLead')}>
      {view.waiting > 0 && <Alert data-color="info"><Link href="/organiser/requests">{t('overview.waiting', { count: view.waiting })}</Link></Alert>}
      {view.wantMore > 0 && <p><Link href="/organiser/requests">{t('overview.wantMore', { count: view.wantMore })}</Link></p>}
      {!begun && (
        <Section id="begin" title={t('overview.begin')}>
          <ol className="plain-list steps">
            {view.steps.map(({ key, to, done }) => (
              <li key={key} data-done={done || undefined}>
                {done ? <CheckmarkCircleFillIcon aria-hidden /> : <CircleIcon aria-hidden />}
                <span><Link href={to}>{t(`overview.step.${key}`)}</Link> <span className="muted">{done ? t('overview.done') : t(`overview.step.${key}.words`)}</span></span>
              </li>
            ))}
          </ol>
        </Section>
      )}
      {view.live.length > 0 && (
        <Section id="cohorts" title={t('cohorts.title')} aside={<Button asChild variant="secondary" data-size="sm"><Link href="/organiser/cohorts/new">{t('cohorts.plan')}</Link></Button>}>
          <CohortRows cohorts={view.live} now={view.now} />
        </Section>
      )}
      {view.sheet.groups[0]!.rows.length > 1 && (
        <SheetView id="all-cohorts" title={t('figures.enrolment')} sheet={view.sheet} asOfMs={view.now} caughtUp={view.caughtUp} bar={{ figure: 'active', of: 'agreed' }} />
      )}
    </Page>
  );
}
