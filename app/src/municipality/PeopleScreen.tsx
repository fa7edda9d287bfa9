// SPDX-License-Identifier: Apache-2.0
// The municipality's leaders: in which cohorts they are and whom they report to. States and hats, never a text.
import { Tag } from '@digdir/designsystemet-react';
import type { Id } from '@samstig/client';
import { create, EnrolmentState, Role, SetManagerSchema } from '@samstig/client/messages';
import { Choice } from '../shared/Choice';
import { all, one, type Of } from '../shared/copy';
import { idFrom, idText, isId } from '../shared/ids';
import { useLive } from '../shared/live';
import { Empty } from '../shared/Page';
import { People, type Someone } from '../shared/people';
import { PersonLine } from '../shared/Person';
import { placeStateKeys } from '../shared/states';
import { useWords } from '../shared/words';
import { useWrite } from '../shared/write';
import { MunicipalityPage } from './MunicipalityPage';

interface OwnLeader {
  someone: Someone;
  hat: Of<'membership'>;
  places: { cohort: string; state: EnrolmentState }[];
}

export function PeopleScreen() {
  const { t } = useWords();
  return <MunicipalityPage title={t('ownPeople.title')} lead={t('ownPeople.lead')}>{(municipality) => <PeopleOf municipality={municipality} />}</MunicipalityPage>;
}

function PeopleOf({ municipality }: { municipality: Of<'municipality'> }) {
  const words = useWords();
  const { t } = words;
  const leaders = useLive(`own people ${idText(municipality.id)} ${words.language}`, async (c) => {
    const people = new People(c, words);
    const hats = (await all(c, 'membership', 'membershipsAt', municipality.id)).filter(({ body }) => body.role === Role.LEADER && !body.ended);
    const found = await Promise.all(hats.map(async (hat): Promise<OwnLeader> => {
      const enrolments = await all(c, 'enrolment', 'enrolmentsOfPerson', hat.body.personId);
      const places = await Promise.all(enrolments.map(async ({ body }) => ({
        cohort: words.pick((await one(c, 'cohort', body.cohortId))?.body.name), state: body.state,
      })));
      return { someone: { ...(await people.someone(hat.body.personId)), position: hat.body.position, municipality: hat.body.sector }, hat, places };
    }));
    return found.sort((a, b) => a.someone.name.localeCompare(b.someone.name));
  });
  if (!leaders) return null;
  if (leaders.length === 0) return <Empty title={t('ownPeople.none')}><p>{t('ownPeople.noneWords')}</p></Empty>;
  return (
    <ul className="notes">
      {leaders.map((leader) => (
        <li key={idText(leader.hat.id)} className="note">
          <PersonLine person={leader.someone} />
          <ul className="plain-list place-list">
            {leader.places.map(({ cohort, state }) => <li key={`${cohort} ${state}`}><Tag data-size="sm" data-color={state === EnrolmentState.ACTIVE ? 'spruce' : 'neutral'}>{t(placeStateKeys[state])}</Tag> {cohort}</li>)}
          </ul>
          <Manager leader={leader} all={leaders} />
        </li>
      ))}
    </ul>
  );
}

function Manager({ leader, all: leaders }: { leader: OwnLeader; all: OwnLeader[] }) {
  const { t } = useWords();
  const write = useWrite();
  const { managerId } = leader.hat.body;
  const set = (manager: Id) => ({ case: 'setManager' as const, value: create(SetManagerSchema, { id: leader.hat.id, managerId: manager }) });
  const choose = (id: string) => void write(set(idFrom(id) ?? new Uint8Array()), {
    said: t('ownPeople.managerSet', { name: leader.someone.name }), undo: () => void write(set(managerId)),
  });
  const others = leaders.filter(({ someone }) => someone.id !== leader.someone.id);
  // Somebody of another municipality, or whom this copy does not know.
  const known = !isId(managerId) || others.some(({ someone }) => someone.id === idText(managerId));
  return (
    <Choice label={t('ownPeople.manager')} value={isId(managerId) ? idText(managerId) : ''} onChange={choose} options={[
      { value: '', label: t('ownPeople.noManager') }, ...others.map(({ someone }) => ({ value: someone.id, label: someone.name })),
      ...(known ? [] : [{ value: idText(managerId), label: t('person.unknown') }]),
    ]} />
  );
}
