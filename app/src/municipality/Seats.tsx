// SPDX-License-Identifier: Apache-2.0
// Asking to join a cohort with a number of seats, and what was answered.
import { Alert, Button, Tag, Textfield } from '@digdir/designsystemet-react';
import { create, RequestSeatsSchema, SeatState } from '@samstig/client/messages';
import { useState } from 'react';
import { useClient } from '../shared/client';
import type { Of } from '../shared/copy';
import { Section } from '../shared/Page';
import { moneyText, vatOf } from '../shared/money';
import { seatStateKeys } from '../shared/states';
import { useWords } from '../shared/words';
import { useWrite } from '../shared/write';
import type { Offer } from './offers';

export const kMaxSeats = 10_000;

export function Seats({ offer, municipality, now }: { offer: Offer; municipality: Of<'municipality'>; now: number }) {
  const { t } = useWords();
  const { seat } = offer;
  return (
    <Section id="seats" title={t('seats.title')}
      aside={seat && <Tag data-color={seat.body.state === SeatState.AGREED ? 'spruce' : seat.body.state === SeatState.DECLINED ? 'neutral' : 'lake'}>{t(seatStateKeys[seat.body.state])}</Tag>}>
      <Standing offer={offer} />
      {offer.asks ? <AskForSeats offer={offer} municipality={municipality} /> : <Closed offer={offer} now={now} />}
    </Section>
  );
}

function Standing({ offer }: { offer: Offer }) {
  const words = useWords();
  const { t } = words;
  const { seat } = offer;
  if (!seat) return <p>{t('seats.notAsked')}</p>;
  const { state, requested, agreed, answer } = seat.body;
  return (
    <div className="standing">
      {seat.pending && <p><Tag data-size="sm" data-color="lake">{t('work.sending')}</Tag></p>}
      {state === SeatState.REQUESTED && <p>{t('seats.requested', { seats: requested })}</p>}
      {state === SeatState.DECLINED && <p>{t('seats.declined', { seats: requested })}</p>}
      {state === SeatState.AGREED && (
        <>
          <p>{t('seats.agreed', { agreed, requested })}</p>
          <p className="big-number">{t('seats.taken', { taken: offer.taken, agreed })}</p>
          {offer.waiting > 0 && <p>{t('seats.waiting', { count: offer.waiting })}</p>}
          {offer.price.netCents > 0 && <p className="muted">{t('seats.costs', {
            seats: agreed, total: moneyText((offer.price.netCents + vatOf(offer.price)) * agreed, offer.price.currency, words.language),
            net: moneyText(offer.price.netCents * agreed, offer.price.currency, words.language),
          })}</p>}
        </>
      )}
      {answer && <Alert data-color="info"><p>{t('seats.answer')}</p><blockquote dir="auto" className="flag-note">{answer}</blockquote></Alert>}
    </div>
  );
}

function Closed({ offer, now }: { offer: Offer; now: number }) {
  const words = useWords();
  const { t } = words;
  const { enrolmentOpensMs, enrolmentClosesMs } = offer.cohort.body;
  if (now < Number(enrolmentOpensMs)) return <p className="muted">{t('seats.notYet', { day: words.day(Number(enrolmentOpensMs)) })}</p>;
  if (now > Number(enrolmentClosesMs)) return <p className="muted">{t('seats.over', { day: words.day(Number(enrolmentClosesMs)) })}</p>;
  return <p className="muted">{t('seats.notNow')}</p>;
}

function AskForSeats({ offer, municipality }: { offer: Offer; municipality: Of<'municipality'> }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const write = useWrite();
  const [open, setOpen] = useState(offer.seat === null || offer.seat.body.state === SeatState.DECLINED);
  const [seats, setSeats] = useState(String(Math.max(offer.agreed, offer.seat?.body.requested ?? 0) || ''));
  const [tried, setTried] = useState(false);
  const wanted = Number(seats);
  const fits = /^\d+$/.test(seats.trim()) && wanted >= 1 && wanted <= kMaxSeats && wanted > offer.agreed;
  const error = !tried || fits ? undefined : offer.agreed > 0 ? t('seats.more', { agreed: offer.agreed }) : t('seats.number', { most: kMaxSeats });
  if (!open) return <div className="buttons"><Button variant="secondary" onClick={() => setOpen(true)}>{t(offer.agreed > 0 ? 'seats.askMore' : 'seats.change')}</Button></div>;
  const ask = async () => {
    setTried(true);
    if (!fits) return;
    const id = await client.namedId('seat', offer.cohort.id, municipality.id);
    const sent = await write({
      case: 'requestSeats', value: create(RequestSeatsSchema, { id, cohortId: offer.cohort.id, municipalityId: municipality.id, seats: wanted }),
    }, { said: t('seats.didAsk', { seats: wanted }) });
    if (sent) setOpen(false);
  };
  const gross = offer.price.netCents + vatOf(offer.price);
  return (
    <div className="note-form">
      <Textfield label={t('seats.howMany')} description={t('seats.howManyHint')} type="number" inputMode="numeric" min={1} max={kMaxSeats} className="field-short"
        value={seats} error={error} onChange={(event) => setSeats(event.target.value)} />
      {fits && gross > 0 && <p className="muted">{t('seats.wouldCost', { total: moneyText(gross * wanted, offer.price.currency, words.language) })}</p>}
      <div className="buttons">
        <Button onClick={() => void ask()}>{t('seats.ask')}</Button>
        {offer.seat && <Button variant="tertiary" onClick={() => setOpen(false)}>{t('cancel')}</Button>}
      </div>
    </div>
  );
}
