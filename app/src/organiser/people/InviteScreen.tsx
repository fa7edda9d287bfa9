// SPDX-License-Identifier: Apache-2.0
// Bringing a person into the network with a hat: the address can sign in at once.
import { Alert, Button, Textfield } from '@digdir/designsystemet-react';
import { create, InvitePersonSchema, type Membership, MembershipSchema, PersonSchema, Role } from '@samstig/client/messages';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { problemWith } from '../../municipality/enrol/cells';
import { problemWords } from '../../municipality/enrol/LeaderFields';
import { Choice } from '../../shared/Choice';
import { useClient } from '../../shared/client';
import { all } from '../../shared/copy';
import { idFrom, idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { languageName } from '../../shared/LocalTexts';
import { Page } from '../../shared/Page';
import { useKept } from '../../shared/useKept';
import { roleKeys } from '../../shared/states';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';

interface Invitation {
  role: string;
  place: string;
  name: string;
  email: string;
  language: string;
  position: string;
}

const roleOf: Record<string, Role> = { coach: Role.COACH, admin: Role.MUNICIPALITY_ADMIN, organiser: Role.ORGANISER, leader: Role.LEADER };
const languages = ['sv-FI', 'fi', 'en', 'da', 'nb'];

function placeIn(role: Role, id: string): Membership['place'] {
  const value = idFrom(id);
  if (role === Role.ORGANISER) return { case: 'network', value: true };
  if (!value) return { case: undefined };
  return role === Role.COACH ? { case: 'cohortId', value } : { case: 'municipalityId', value };
}

export function InviteScreen({ role, place }: { role: string; place: string }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const write = useWrite();
  const [, go] = useLocation();
  const form = useKept<Invitation>(`invite.${role}.${place}`, { role: role in roleOf ? role : 'coach', place, name: '', email: '', language: words.language, position: '' });
  const [tried, setTried] = useState(false);
  const places = useLive(`places to invite to ${words.language}`, async (c) => ({
    cohorts: (await all(c, 'cohort', 'cohorts')).sort((a, b) => Number(b.body.startsMs - a.body.startsMs)).map(({ id, body }) => ({ value: idText(id), label: words.pick(body.name) })),
    municipalities: (await all(c, 'municipality', 'municipalities')).map(({ id, body }) => ({ value: idText(id), label: words.pick(body.name) })).sort((a, b) => a.label.localeCompare(b.label)),
  }));
  const { value } = form;
  const hat = roleOf[value.role] ?? Role.COACH;
  const options = hat === Role.COACH ? places?.cohorts ?? [] : places?.municipalities ?? [];
  const chosen = options.some((option) => option.value === value.place) ? value.place : options[0]?.value ?? '';
  const nowhere = hat !== Role.ORGANISER && chosen === '';
  const problem = (field: 'name' | 'email') => (tried ? problemWith(field, value[field].trim()) : null);
  const back = role === 'coach' ? { to: `/organiser/cohorts/${place}`, label: t('cohort.back') }
    : role === 'admin' ? { to: '/organiser/municipalities', label: t('municipalities.title') } : { to: '/organiser/people', label: t('networkPeople.title') };
  const invite = async () => {
    setTried(true);
    if (problemWith('name', value.name.trim()) || problemWith('email', value.email.trim()) || nowhere) return;
    const sent = await write({
      case: 'invitePerson',
      value: create(InvitePersonSchema, {
        id: client.newId(), email: value.email.trim(), membershipId: client.newId(), person: create(PersonSchema, { name: value.name.trim(), language: value.language }),
        hat: create(MembershipSchema, { role: hat, place: placeIn(hat, chosen), position: hat === Role.LEADER ? value.position.trim() : '' }),
      }),
    }, { said: t('invite.done', { name: value.name.trim(), email: value.email.trim() }) });
    if (!sent) return;
    form.letGo();
    go(back.to);
  };
  const error = (field: 'name' | 'email') => {
    const found = problem(field);
    return found ? problemWords(words, found) : undefined;
  };
  return (
    <Page title={t('invite.title')} lead={t('invite.lead')} back={back}>
      <form className="note-form" noValidate onSubmit={(event) => { event.preventDefault(); void invite(); }}>
        <Choice label={t('invite.role')} value={value.role} options={Object.entries(roleOf).map(([key, one]) => ({ value: key, label: t(roleKeys[one]) }))} onChange={(next) => form.change({ role: next })} />
        <p className="muted">{t(`invite.means.${value.role as 'coach'}`)}</p>
        {hat !== Role.ORGANISER && (nowhere
          ? places && <Alert data-color="warning">{t(hat === Role.COACH ? 'invite.noCohort' : 'invite.noMunicipality')}</Alert>
          : <Choice label={t(hat === Role.COACH ? 'coach.cohort' : 'municipality.municipality')} value={chosen} options={options} onChange={(next) => form.change({ place: next })} />)}
        <Textfield label={t('leader.name')} autoComplete="off" dir="auto" value={value.name} error={error('name')} onChange={(event) => form.change({ name: event.target.value })} />
        <Textfield label={t('leader.email')} type="email" autoComplete="off" value={value.email} error={error('email')} onChange={(event) => form.change({ email: event.target.value })} />
        {hat === Role.LEADER && <Textfield label={t('leader.position')} description={t('leader.positionHint')} dir="auto" value={value.position} maxLength={150} onChange={(event) => form.change({ position: event.target.value })} />}
        <Choice label={t('leader.language')} value={value.language} options={languages.map((tag) => ({ value: tag, label: languageName(tag, words.language) }))} onChange={(language) => form.change({ language })} />
        <div className="buttons"><Button type="submit">{t('invite.send')}</Button></div>
      </form>
    </Page>
  );
}
