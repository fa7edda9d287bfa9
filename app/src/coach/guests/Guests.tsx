// SPDX-License-Identifier: Apache-2.0
// The guests of one cohort: who is invited to what and until when, and a form for the next. Coaches and organisers have it.
import { Alert, Button, Tag, Textfield } from '@digdir/designsystemet-react';
import { create, EndHatSchema, GrantHatSchema, InvitePersonSchema, type Membership, MembershipSchema, PersonSchema, Role } from '@samstig/client/messages';
import { useState } from 'react';
import { untilMs } from '../../guest/invitations';
import { problemWith } from '../../municipality/enrol/cells';
import { problemWords } from '../../municipality/enrol/LeaderFields';
import { Choice } from '../../shared/Choice';
import { useClient } from '../../shared/client';
import { all, type Of } from '../../shared/copy';
import { DayField } from '../../shared/DayField';
import { dayOf, endOf } from '../../shared/days';
import { idText, sameId } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { languageName } from '../../shared/LocalTexts';
import { Empty, Section } from '../../shared/Page';
import { People, type Someone } from '../../shared/people';
import { PersonLine } from '../../shared/Person';
import { useKept } from '../../shared/useKept';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { cohortKey, languagesOf } from '../cohorts';

interface Guest {
  hat: Of<'membership'>;
  person: Someone;
}

export function Guests({ cohort }: { cohort: Of<'cohort'> }) {
  const words = useWords();
  const { t } = words;
  const view = useLive(`guests ${cohortKey(cohort)} ${words.language}`, async (c) => {
    const people = new People(c, words);
    const now = await c.serverTimeMs();
    const here = (hat: Membership) => hat.place.case === 'cohortId' && sameId(hat.place.value, cohort.id);
    const hats = (await all(c, 'membership', 'guests')).filter(({ body }) => here(body) && !body.ended && untilMs(body) > now);
    const guests = await Promise.all(hats.map(async (hat): Promise<Guest> => ({ hat, person: await people.someone(hat.body.personId) })));
    return { guests: guests.sort((a, b) => Number(a.hat.body.endsMs - b.hat.body.endsMs)), languages: await languagesOf(c, cohort, words), now };
  });
  if (!view) return null;
  return (
    <>
      <Form cohort={cohort} languages={view.languages} now={view.now} />
      <Section id="guests" title={t('guests.now')}>
        {view.guests.length === 0
          ? <Empty title={t('guests.none')}><p>{t('guests.noneWords')}</p></Empty>
          : <ul className="rows">{view.guests.map((guest) => <Row key={idText(guest.hat.id)} guest={guest} cohort={cohort} />)}</ul>}
      </Section>
    </>
  );
}

function Row({ guest: { hat, person }, cohort }: { guest: Guest; cohort: Of<'cohort'> }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const write = useWrite();
  const { personId, subject, endsMs } = hat.body;
  const end = () => {
    const again = () => void write({
      case: 'grantHat',
      value: create(GrantHatSchema, {
        id: client.newId(), membership: create(MembershipSchema, { personId, role: Role.GUEST, place: { case: 'cohortId', value: cohort.id }, subject, endsMs }),
      }),
    }, { said: t('guests.again', { name: person.name }) });
    void write({ case: 'endHat', value: create(EndHatSchema, { id: hat.id }) }, { said: t('guests.ended', { name: person.name }), undo: again });
  };
  return (
    <li className="row place">
      <div className="place-who">
        <PersonLine person={person} />
        <p className="muted"><bdi>{subject}</bdi> · {t('guests.until', { day: words.day(Number(endsMs)), gone: words.day(untilMs(hat.body)) })}</p>
      </div>
      {hat.pending && <Tag data-size="sm" data-color="lake">{t('work.sending')}</Tag>}
      <Button variant="tertiary" data-size="sm" aria-label={t('guests.endOne', { name: person.name })} onClick={end}>{t('guests.end')}</Button>
    </li>
  );
}

function Form({ cohort, languages, now }: { cohort: Of<'cohort'>; languages: string[]; now: number }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const write = useWrite();
  const empty = { subject: '', day: '', name: '', email: '', language: languages[0] ?? words.language };
  const form = useKept(`guest.${cohortKey(cohort)}`, empty);
  const [tried, setTried] = useState(false);
  const { value } = form;
  // Nobody is invited to what comes after the round; its last day is included.
  const last = Number(cohort.body.endsMs);
  const chosen = endOf(value.day);
  const ends = chosen !== null && dayOf(last) === value.day ? Math.min(chosen, last) : chosen;
  const lacks = {
    subject: value.subject.trim() === '' ? t('guests.lack.subject') : undefined,
    day: ends === null || ends < now || ends > last ? t('guests.lack.day', { last: words.day(last) }) : undefined,
    name: problemWith('name', value.name.trim()),
    email: problemWith('email', value.email.trim()),
  };
  const said = (problem: ReturnType<typeof problemWith>) => (tried && problem ? problemWords(words, problem) : undefined);
  const invite = async () => {
    setTried(true);
    if (Object.values(lacks).some(Boolean) || ends === null) return;
    const [name, email] = [value.name.trim(), value.email.trim()];
    const sent = await write({
      case: 'invitePerson',
      value: create(InvitePersonSchema, {
        id: client.newId(), email, membershipId: client.newId(), person: create(PersonSchema, { name, language: value.language }),
        hat: create(MembershipSchema, { role: Role.GUEST, place: { case: 'cohortId', value: cohort.id }, subject: value.subject.trim(), endsMs: BigInt(ends) }),
      }),
    }, { said: t('guests.done', { name, email }) });
    if (!sent) return;
    form.letGo(empty);
    setTried(false);
  };
  return (
    <form className="note-form" noValidate aria-label={t('guests.new')} onSubmit={(event) => { event.preventDefault(); void invite(); }}>
      {form.found && (value.subject || value.name || value.email) && <Alert data-color="info" data-size="sm">{t('form.found')}</Alert>}
      <Textfield label={t('guests.subject')} description={t('guests.subjectHint')} value={value.subject} maxLength={150} dir="auto" error={tried && lacks.subject}
        onChange={(event) => form.change({ subject: event.target.value })} />
      <DayField label={t('guests.day')} description={t('guests.dayHint')} value={value.day} min={dayOf(now)} max={dayOf(last)} error={tried ? lacks.day : undefined} onChange={(day) => form.change({ day })} />
      <Textfield label={t('leader.name')} autoComplete="off" dir="auto" value={value.name} maxLength={150} error={said(lacks.name)} onChange={(event) => form.change({ name: event.target.value })} />
      <Textfield label={t('leader.email')} type="email" autoComplete="off" value={value.email} error={said(lacks.email)} onChange={(event) => form.change({ email: event.target.value })} />
      {languages.length > 1 && (
        <Choice label={t('leader.language')} value={value.language} options={languages.map((tag) => ({ value: tag, label: languageName(tag, words.language) }))} onChange={(language) => form.change({ language })} />
      )}
      <div className="buttons"><Button type="submit">{t('guests.invite')}</Button></div>
    </form>
  );
}
