// SPDX-License-Identifier: Apache-2.0
// The cohorts that the municipality is part of, and those that are open to it.
import { Alert, Tag } from '@digdir/designsystemet-react';
import { ChevronRightIcon } from '@navikt/aksel-icons';
import { SeatState } from '@samstig/client/messages';
import { Link } from 'wouter';
import type { Of } from '../shared/copy';
import { idText } from '../shared/ids';
import { useLive } from '../shared/live';
import { Empty, Section } from '../shared/Page';
import { PriceWords } from '../shared/PriceWords';
import { cohortStateKeys } from '../shared/states';
import { useWords, type Words } from '../shared/words';
import { MunicipalityPage } from './MunicipalityPage';
import { type Offer, offers, termsFor } from './offers';

export function CohortsScreen() {
  const { t } = useWords();
  return <MunicipalityPage title={t('offers.title')} lead={t('offers.lead')}>{(municipality) => <OffersTo municipality={municipality} />}</MunicipalityPage>;
}

function OffersTo({ municipality }: { municipality: Of<'municipality'> }) {
  const words = useWords();
  const { t } = words;
  const key = idText(municipality.id);
  const view = useLive(`offers ${key} ${words.language}`, async (c) => ({
    ...(await offers(c, municipality.id, words)), terms: await termsFor(c, municipality.id), now: await c.serverTimeMs(),
  }));
  if (!view) return null;
  return (
    <>
      {!view.terms.accepted && <Alert data-color="warning"><Link href="/municipality/terms">{t('terms.mustAccept')}</Link></Alert>}
      {view.ours.length > 0 && (
        <Section id="ours" title={t('offers.ours')}>
          <ul className="rows">{view.ours.map((one) => <Row key={idText(one.cohort.id)} offer={one} />)}</ul>
        </Section>
      )}
      <Section id="open" title={t('offers.open')}>
        {view.open.length === 0 && view.ours.length > 0 && <p className="muted">{t('offers.none')}. {t('offers.noneWords')}</p>}
        {view.open.length === 0 && view.ours.length === 0
          ? <Empty title={t('offers.none')}><p>{t('offers.noneWords')}</p></Empty>
          : <ul className="rows">{view.open.map((one) => <Row key={idText(one.cohort.id)} offer={one} />)}</ul>}
      </Section>
    </>
  );
}

export function seatWords(words: Words, one: Offer): string {
  const { t } = words;
  const { seat } = one;
  if (!seat) return one.asks ? t('offers.askNow') : t('offers.notAsked');
  switch (seat.body.state) {
    case SeatState.AGREED: {
      const more = seat.body.requested > seat.body.agreed && !seat.body.answer ? ` ${t('offers.askedMore', { asked: seat.body.requested })}` : '';
      return t('offers.agreed', { agreed: seat.body.agreed, taken: one.taken, waiting: one.waiting }) + more;
    }
    case SeatState.DECLINED: return t('offers.declined');
    default: return t('offers.asked', { asked: seat.body.requested });
  }
}

function Row({ offer }: { offer: Offer }) {
  const words = useWords();
  const { t } = words;
  const { body } = offer.cohort;
  return (
    <li className="row">
      <Link href={`/municipality/cohorts/${idText(offer.cohort.id)}`} className="row-link">
        <span className="row-title" dir="auto">{offer.name}</span>
        <span className="row-facts">
          <Tag data-size="sm" data-color={offer.asks ? 'spruce' : 'neutral'}>{t(cohortStateKeys[body.state])}</Tag>
          <span>{seatWords(words, offer)}</span>
        </span>
        <span className="muted">
          {t('offers.dates', { starts: words.shortDay(Number(body.startsMs)), ends: words.shortDay(Number(body.endsMs)), closes: words.shortDay(Number(body.enrolmentClosesMs)) })}
          {' · '}<PriceWords price={offer.price} />
        </span>
      </Link>
      <ChevronRightIcon aria-hidden className="row-arrow" />
    </li>
  );
}
