// SPDX-License-Identifier: Apache-2.0
// The municipality's own people in a cohort, with the state of their place, and what can be done about it.
import { Button, Tag } from '@digdir/designsystemet-react';
import { create, EnrolmentState, ReplaceLeaderSchema, WithdrawSchema } from '@samstig/client/messages';
import { useState } from 'react';
import { Ask } from '../shared/Ask';
import { useClient } from '../shared/client';
import type { Of } from '../shared/copy';
import { idText, isId } from '../shared/ids';
import { useLive } from '../shared/live';
import { Empty, Section } from '../shared/Page';
import { People, type Someone } from '../shared/people';
import { PersonLine } from '../shared/Person';
import { placeStateKeys } from '../shared/states';
import { useWords } from '../shared/words';
import { useWrite } from '../shared/write';
import { nobody } from './enrol/cells';
import { LeaderFields, lacksOf, type LeaderForm } from './enrol/LeaderFields';
import type { Offer } from './offers';

interface Placed {
  of: Of<'enrolment'>;
  // Null until the server has judged it: then nobody's name is known here yet.
  person: Someone | null;
}

const order = [EnrolmentState.ACTIVE, EnrolmentState.WAITLISTED, EnrolmentState.COMPLETED, EnrolmentState.WITHDRAWN];
const colours = new Map([[EnrolmentState.ACTIVE, 'spruce'], [EnrolmentState.WAITLISTED, 'warning'], [EnrolmentState.COMPLETED, 'lake']]);

interface OwnPlacesProps {
  offer: Offer;
  municipality: Of<'municipality'>;
  // Places can be given to others now: the terms are accepted, and the cohort takes people in.
  gives: boolean;
}

export function OwnPlaces({ offer, municipality, gives }: OwnPlacesProps) {
  const words = useWords();
  const { t } = words;
  const placed = useLive(`placed ${idText(offer.cohort.id)} ${idText(municipality.id)} ${words.language} ${offer.places.length}`, async (c) => {
    const people = new People(c, words);
    // Who is enrolled here and not judged yet is known only from what was sent.
    const sent = new Map((await c.outbox()).flatMap(({ mutation: { intent } }) =>
      (intent.case === 'enrolLeader' || intent.case === 'replaceLeader' ? [[idText(intent.value.id), intent.value.name] as const] : [])));
    return Promise.all(offer.places.map(async (of): Promise<Placed> => {
      if (isId(of.body.personId)) {
        const person = await people.someone(of.body.personId);
        if (person.known) return { of, person };
      }
      const name = sent.get(idText(of.id));
      return { of, person: name ? { id: idText(of.id), name, known: true, municipality: '', position: '', coach: false, adminOf: [] } : null };
    }));
  });
  if (!placed) return null;
  const rows = [...placed].sort((a, b) => order.indexOf(a.of.body.state) - order.indexOf(b.of.body.state)
    || (a.person?.name ?? '').localeCompare(b.person?.name ?? ''));
  return (
    <Section id="people" title={t('places.title', { count: placed.filter(({ of }) => of.body.state !== EnrolmentState.WITHDRAWN).length })}>
      {rows.length === 0
        ? <Empty title={t('places.none')}><p>{t('places.noneWords')}</p></Empty>
        : <ul className="rows">{rows.map((row) => <Row key={idText(row.of.id)} row={row} offer={offer} municipality={municipality} gives={gives} />)}</ul>}
      <p className="muted">{t('places.neverText')}</p>
    </Section>
  );
}

function Row({ row, offer, municipality, gives }: OwnPlacesProps & { row: Placed }) {
  const { t } = useWords();
  const write = useWrite();
  const [open, setOpen] = useState<'withdraw' | 'replace' | null>(null);
  const { state } = row.of.body;
  const name = row.person?.name ?? t('places.unknown');
  const holds = !row.of.pending && (state === EnrolmentState.ACTIVE || state === EnrolmentState.WAITLISTED);
  const withdraw = async () => {
    setOpen(null);
    await write({ case: 'withdraw', value: create(WithdrawSchema, { id: row.of.id }) }, { said: t('places.withdrew', { name }) });
  };
  return (
    <li className="row place" data-gone={state === EnrolmentState.WITHDRAWN || undefined}>
      <div className="place-who">{row.person ? <PersonLine person={row.person} /> : <span>{name}</span>}</div>
      <span className="row-facts">
        <Tag data-size="sm" data-color={colours.get(state) ?? 'neutral'}>{t(placeStateKeys[state])}</Tag>
        {row.of.pending && <Tag data-size="sm" data-color="lake">{t('work.sending')}</Tag>}
        {row.of.body.returning && <span className="muted">{t('groups.returning')}</span>}
      </span>
      {holds && (
        <span className="place-acts">
          {gives && state === EnrolmentState.ACTIVE && <Button variant="tertiary" data-size="sm" aria-label={t('places.replaceOne', { name })} onClick={() => setOpen('replace')}>{t('places.replace')}</Button>}
          <Button variant="tertiary" data-size="sm" aria-label={t('places.withdrawOne', { name })} onClick={() => setOpen('withdraw')}>{t('places.withdraw')}</Button>
        </span>
      )}
      {open === 'withdraw' && (
        <Ask title={t('places.withdrawTitle', { name })} onClose={() => setOpen(null)} yes={{ label: t('places.withdraw'), act: () => void withdraw(), danger: true }}>
          <p>{t('places.withdrawWords', { waiting: offer.waiting })}</p>
        </Ask>
      )}
      {open === 'replace' && <Replace row={row} name={name} municipality={municipality} onClose={() => setOpen(null)} />}
    </li>
  );
}

function Replace({ row, name, municipality, onClose }: { row: Placed; name: string; municipality: Of<'municipality'>; onClose: () => void }) {
  const { t } = useWords();
  const client = useClient();
  const write = useWrite();
  const [form, setForm] = useState<LeaderForm>(nobody);
  const [tried, setTried] = useState(false);
  const replace = async () => {
    setTried(true);
    if (lacksOf(form).size > 0) return;
    const sent = await write({
      case: 'replaceLeader',
      value: create(ReplaceLeaderSchema, {
        id: client.newId(), replacedId: row.of.id, personId: client.newId(), membershipId: client.newId(), name: form.name.trim(), email: form.email.trim(),
        position: form.position.trim(), sector: form.sector.trim(), language: form.language || (municipality.body.languages[0] ?? 'sv'), managerEmail: form.manager.trim(),
      }),
    }, { said: t('places.replaced', { before: name, name: form.name.trim() }) });
    if (sent) onClose();
  };
  return (
    <Ask title={t('places.replaceTitle', { name })} onClose={onClose} yes={{ label: t('places.replace'), act: () => void replace() }}>
      <p>{t('places.replaceWords')}</p>
      <LeaderFields form={form} onChange={setForm} tried={tried} municipality={municipality} />
    </Ask>
  );
}
