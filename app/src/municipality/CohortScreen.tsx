// SPDX-License-Identifier: Apache-2.0
// One cohort for a municipality: what it is, seats, and the own people in it.
import { Alert } from '@digdir/designsystemet-react';
import type { Id } from '@samstig/client';
import { Link } from 'wouter';
import { all, one, type Of } from '../shared/copy';
import { idText } from '../shared/ids';
import { useLive } from '../shared/live';
import { Markdown } from '../shared/Markdown';
import { Empty, Section } from '../shared/Page';
import { PriceWords } from '../shared/PriceWords';
import { cohortStateKeys, takesEnrolments } from '../shared/states';
import { useWords } from '../shared/words';
import { Enrol } from './enrol/Enrol';
import { MunicipalityPage } from './MunicipalityPage';
import { type Offer, offer, termsFor } from './offers';
import { OwnPlaces } from './OwnPlaces';
import { Seats } from './Seats';

export function CohortScreen({ id }: { id: Id }) {
  const words = useWords();
  const { t } = words;
  const cohort = useLive(`cohort ${idText(id)}`, (c) => one(c, 'cohort', id));
  const title = cohort ? words.pick(cohort.body.name) : t('offers.title');
  return (
    <MunicipalityPage title={title} width="wide" back={{ to: '/municipality', label: t('offers.title') }}>
      {(municipality) => (cohort ? <CohortOf cohort={cohort} municipality={municipality} /> : cohort === null && <Empty title={t('offers.gone')} />)}
    </MunicipalityPage>
  );
}

function CohortOf({ cohort, municipality }: { cohort: Of<'cohort'>; municipality: Of<'municipality'> }) {
  const words = useWords();
  const { t } = words;
  const view = useLive(`offer ${idText(cohort.id)} ${idText(municipality.id)} ${words.language}`, async (c) => {
    const themes = await all(c, 'theme', 'themesOfProgramme', cohort.body.programmeId);
    return {
      offer: await offer(c, cohort, municipality.id, words), terms: await termsFor(c, municipality.id),
      themes: themes.sort((a, b) => a.body.position - b.body.position).map(({ body }) => words.pick(body.name)), now: await c.serverTimeMs(),
    };
  });
  if (!view) return null;
  const { terms } = view;
  return (
    <>
      <Facts of={view.offer} />
      <About of={view.offer} themes={view.themes} />
      {!terms.accepted && <Alert data-color="warning"><Link href="/municipality/terms">{t('terms.mustAccept')}</Link></Alert>}
      <Seats offer={view.offer} municipality={municipality} now={view.now} />
      {(view.offer.agreed > 0 || view.offer.places.length > 0) && <OwnPlaces offer={view.offer} municipality={municipality} gives={terms.accepted && takesEnrolments(cohort.body.state)} />}
      {view.offer.agreed > 0 && (
        <Section id="enrol" title={t('enrol.title')}>
          {terms.accepted
            ? <Enrol offer={view.offer} municipality={municipality} />
            : <p>{t('enrol.termsFirst')} <Link href="/municipality/terms">{t('terms.title')}</Link></p>}
        </Section>
      )}
    </>
  );
}

function Facts({ of }: { of: Offer }) {
  const words = useWords();
  const { t } = words;
  const { body } = of.cohort;
  return (
    <ul className="facts">
      <li><strong>{t(cohortStateKeys[body.state])}</strong></li>
      <li>{t('offers.window', { opens: words.day(Number(body.enrolmentOpensMs)), closes: words.day(Number(body.enrolmentClosesMs)) })}</li>
      <li>{t('offers.runs', { starts: words.day(Number(body.startsMs)), ends: words.day(Number(body.endsMs)) })}</li>
      <li><PriceWords price={of.price} /></li>
    </ul>
  );
}

function About({ of, themes }: { of: Offer; themes: string[] }) {
  const words = useWords();
  const summary = words.pick(of.programme?.body.summary);
  if (!summary && themes.length === 0) return null;
  return (
    <details className="about" open={of.seat === null}>
      <summary>{words.t('offers.about')}</summary>
      <Markdown text={summary} />
      <ul>{themes.map((theme) => <li key={theme}>{theme}</li>)}</ul>
    </details>
  );
}
