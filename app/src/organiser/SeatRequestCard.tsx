// SPDX-License-Identifier: Apache-2.0
// One municipality's wish for seats in one cohort, and the organiser's answer.
import { Alert, Button, Tag, Textfield } from '@digdir/designsystemet-react';
import { AnswerSeatsSchema, create, SeatState } from '@samstig/client/messages';
import { useState } from 'react';
import { Link } from 'wouter';
import { useKept } from '../shared/useKept';
import { seatStateKeys } from '../shared/states';
import { useWords } from '../shared/words';
import { useWrite } from '../shared/write';
import type { SeatRequest } from './requests';

type Answering = 'fewer' | 'decline' | null;

export function SeatRequestCard({ request, named }: { request: SeatRequest; named?: boolean }) {
  const { t } = useWords();
  const write = useWrite();
  const [answering, setAnswering] = useState<Answering>(null);
  const { body, pending } = request.of;
  const answer = (agreed: number, words: string) => ({ case: 'answerSeats' as const, value: create(AnswerSeatsSchema, { id: request.of.id, agreed, answer: words }) });
  const all = Math.min(body.requested, request.atMost ?? body.requested);
  const agree = async () => void (await write(answer(body.requested, ''), { said: t('requests.didAgree', { municipality: request.municipality, seats: body.requested }) }));
  const isOpen = request.stands !== 'answered';
  return (
    <article className="item request">
      <header className="item-head">
        <h3 className="item-title">{request.municipality}</h3>
        <Tag data-size="sm" data-color={body.state === SeatState.AGREED ? 'spruce' : body.state === SeatState.DECLINED ? 'neutral' : 'accent'}>{t(seatStateKeys[body.state])}</Tag>
        {pending && <Tag data-size="sm" data-color="lake">{t('work.sending')}</Tag>}
      </header>
      {named && <p><Link href={`/organiser/cohorts/${request.cohortId}`}>{request.cohort}</Link></p>}
      <p>{t('requests.asks', { requested: body.requested, agreed: body.agreed, taken: request.taken })}</p>
      {request.atMost !== null && isOpen && request.atMost < body.requested && <Alert data-color="warning">{t('requests.noRoom', { most: request.atMost })}</Alert>}
      {body.answer && <blockquote dir="auto" className="flag-note">{body.answer}</blockquote>}
      {answering === null && body.state !== SeatState.DECLINED && (
        <div className="buttons">
          {isOpen && all === body.requested && <Button onClick={() => void agree()}>{t('requests.agree', { seats: body.requested })}</Button>}
          <Button variant="secondary" onClick={() => setAnswering('fewer')}>{t(body.state === SeatState.AGREED ? 'requests.otherNumber' : 'requests.fewer')}</Button>
          {request.taken === 0 && <Button variant="tertiary" onClick={() => setAnswering('decline')}>{t('requests.decline')}</Button>}
        </div>
      )}
      {body.state === SeatState.DECLINED && <p className="muted">{t('requests.declinedWords')}</p>}
      {answering && <AnswerForm request={request} answering={answering} onClose={() => setAnswering(null)} />}
    </article>
  );
}

function AnswerForm({ request, answering, onClose }: { request: SeatRequest; answering: 'fewer' | 'decline'; onClose: () => void }) {
  const { t } = useWords();
  const write = useWrite();
  const form = useKept(`seats.${request.id}`, { seats: '', words: '' });
  const [tried, setTried] = useState(false);
  const { requested } = request.of.body;
  const least = Math.max(1, request.taken);
  const most = Math.min(requested, request.atMost ?? requested);
  const seats = Number(form.value.seats);
  const declines = answering === 'decline';
  const fits = declines || (/^\d+$/.test(form.value.seats.trim()) && seats >= least && seats <= most);
  const explained = form.value.words.trim() !== '' || (!declines && seats === requested);
  const send = async () => {
    setTried(true);
    if (!fits || !explained) return;
    const sent = await write({
      case: 'answerSeats', value: create(AnswerSeatsSchema, { id: request.of.id, agreed: declines ? 0 : seats, answer: form.value.words.trim() }),
    }, { said: t(declines ? 'requests.didDecline' : 'requests.didAgree', { municipality: request.municipality, seats }) });
    if (!sent) return;
    form.letGo({ seats: '', words: '' });
    onClose();
  };
  return (
    <div className="fields">
      {!declines && (
        <Textfield type="number" inputMode="numeric" className="field-short" min={least} max={most} label={t('requests.howMany')} description={t('requests.between', { least, most })}
          value={form.value.seats} error={tried && !fits ? t('requests.between', { least, most }) : undefined} onChange={(event) => form.change({ seats: event.target.value })} />
      )}
      <Textfield multiline label={t('requests.words')} description={t('requests.wordsHint', { municipality: request.municipality })} value={form.value.words} maxLength={1900} dir="auto"
        error={tried && !explained ? t('requests.needsWords') : undefined} onChange={(event) => form.change({ words: event.target.value })} />
      <div className="buttons">
        <Button data-color={declines ? 'danger' : undefined} onClick={() => void send()}>{t(declines ? 'requests.decline' : 'requests.send')}</Button>
        <Button variant="tertiary" onClick={onClose}>{t('cancel')}</Button>
      </div>
    </div>
  );
}
