// SPDX-License-Identifier: Apache-2.0
// One cohort for the organiser: where it stands, seats, coaches, people, and what is said to all.
import { Button } from '@digdir/designsystemet-react';
import type { Id } from '@samstig/client';
import { Link } from 'wouter';
import { Announcements } from '../../coach/announcements/Announcements';
import { Guests } from '../../coach/guests/Guests';
import { one, type Of } from '../../shared/copy';
import { enrolmentSheet } from '../../shared/figures/enrolment';
import { placesIn } from '../../shared/figures/load';
import { SheetView } from '../../shared/figures/SheetView';
import { idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { type Price, priceOf } from '../../shared/money';
import { Empty, Page, Section } from '../../shared/Page';
import { PriceWords } from '../../shared/PriceWords';
import { useWords } from '../../shared/words';
import { programmeOf, requestsTo } from '../requests';
import { SeatRequestCard } from '../SeatRequestCard';
import { Coaches } from './Coaches';
import { CohortTag } from './CohortsScreen';
import { Moves } from './Moves';
import { Places } from './Places';

export function CohortScreen({ id }: { id: Id }) {
  const words = useWords();
  const { t } = words;
  const view = useLive(`organised cohort ${idText(id)} ${words.language}`, async (c) => {
    const cohort = await one(c, 'cohort', id);
    if (!cohort) return null;
    const programme = await programmeOf(c, cohort);
    return {
      cohort, programme: words.pick(programme?.body.name), price: priceOf(cohort.body, programme?.body), requests: await requestsTo(c, cohort, words),
      sheet: enrolmentSheet(await placesIn(c, [cohort], words), 'municipality'), now: await c.serverTimeMs(), caughtUp: (await c.syncStatus()).state === 'upToDate',
    };
  });
  const back = { to: '/organiser/cohorts', label: t('cohorts.title') };
  if (view === undefined) return null;
  if (view === null) return <Page title={t('cohort.gone')} back={back}><Empty title={t('cohort.goneWords')} /></Page>;
  const { cohort, requests, sheet } = view;
  const open = requests.filter(({ stands }) => stands !== 'answered');
  const rest = requests.filter(({ stands }) => stands === 'answered');
  return (
    <Page title={words.pick(cohort.body.name)} over={view.programme} back={back} width="wide"
      actions={<div className="buttons"><Button asChild variant="secondary"><Link href={`/organiser/cohorts/${idText(id)}/edit`}>{t('cohort.edit')}</Link></Button></div>}>
      <Facts cohort={cohort} price={view.price} />
      <Moves cohort={cohort} />
      <Section id="requests" title={t('requests.title')}>
        {requests.length === 0 && <Empty title={t('requests.none')}><p>{t('requests.noneWords')}</p></Empty>}
        {open.map((request) => <SeatRequestCard key={request.id} request={request} />)}
        {rest.length > 0 && (
          <details className="earlier" open={open.length === 0}>
            <summary>{t('requests.answered', { count: rest.length })}</summary>
            {rest.map((request) => <SeatRequestCard key={request.id} request={request} />)}
          </details>
        )}
      </Section>
      <Coaches cohort={cohort} />
      <Places cohort={cohort} requests={requests} />
      {sheet.groups[0]!.rows.length > 1 && (
        <SheetView id="enrolment" title={t('figures.enrolment')} sheet={sheet} asOfMs={view.now} caughtUp={view.caughtUp} bar={{ figure: 'active', of: 'agreed' }} />
      )}
      <details className="about">
        <summary>{t('announcements.title')}</summary>
        <div className="coached"><Announcements cohort={cohort} /></div>
      </details>
      <details className="about">
        <summary>{t('guests.title')}</summary>
        <div className="coached">
          <p className="muted">{t('guests.lead')}</p>
          <Guests cohort={cohort} />
        </div>
      </details>
    </Page>
  );
}

function Facts({ cohort, price }: { cohort: Of<'cohort'>; price: Price }) {
  const words = useWords();
  const { t } = words;
  const { body } = cohort;
  return (
    <ul className="facts">
      <li><CohortTag cohort={cohort} /></li>
      <li>{t('offers.window', { opens: words.day(Number(body.enrolmentOpensMs)), closes: words.day(Number(body.enrolmentClosesMs)) })}</li>
      <li>{t('offers.runs', { starts: words.day(Number(body.startsMs)), ends: words.day(Number(body.endsMs)) })}</li>
      <li>{t('cohort.graceDays', { days: Math.round(Number(body.graceMs) / 86_400_000) })}</li>
      <li><PriceWords price={price} /></li>
      <li>{body.seats > 0 ? t('cohort.limit', { seats: body.seats }) : t('cohort.noLimit')}</li>
    </ul>
  );
}
