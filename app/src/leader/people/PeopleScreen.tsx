// SPDX-License-Identifier: Apache-2.0
// The people of a cohort: who walks along, where they lead, who coaches.
import type { Id, Samstig } from '@samstig/client';
import { all, type Of } from '../../shared/copy';
import { idText, sameId } from '../../shared/ids';
import { useMe } from '../../shared/client';
import { useLive } from '../../shared/live';
import { Empty, Page, Section } from '../../shared/Page';
import { People, type Someone } from '../../shared/people';
import { PersonLine } from '../../shared/Person';
import { useWords, type Words } from '../../shared/words';
import { coachesOf } from '../audience';
import { cohortsOfMine } from '../work';

interface Company {
  cohort: Of<'cohort'>;
  coaches: Someone[];
  leaders: Someone[];
  groups: { name: string; people: Someone[] }[];
  // Whose admins do not read what one hands in.
  employers: string[];
}

async function companies(client: Samstig, me: Id, words: Words): Promise<Company[]> {
  const people = new People(client, words);
  const places = await all(client, 'enrolment', 'enrolmentsOfPerson', me);
  const cohorts = await cohortsOfMine(client, me);
  const persons = await client.find('persons');
  return Promise.all(cohorts.map(async (cohort): Promise<Company> => {
    const coaches = await coachesOf(client, cohort.id);
    const scope = `c/${idText(cohort.id)}`;
    const inside = await Promise.all(persons.map(({ entity }) => client.isIn(entity.id, scope)));
    const leaders = persons.filter(({ entity }, at) => inside[at] && !coaches.some((coach) => sameId(coach, entity.id)));
    const groups = await all(client, 'group', 'groupsOfCohort', cohort.id);
    const named = (ids: Id[]) => Promise.all(ids.map((id) => people.someone(id)));
    const paying = places.filter(({ body }) => sameId(body.cohortId, cohort.id)).flatMap(({ body }) => [body.municipalityId, ...body.earlierMunicipalityIds]);
    const byPlace = (a: Someone, b: Someone) =>
      a.municipality.localeCompare(b.municipality, words.language) || a.name.localeCompare(b.name, words.language);
    return {
      cohort, coaches: await named(coaches), employers: await Promise.all(paying.map((id) => people.municipality(id))),
      leaders: (await named(leaders.map(({ entity }) => entity.id))).sort(byPlace),
      groups: await Promise.all(groups.filter(({ body }) => !body.dissolved).map(async ({ body }) => ({
        name: body.name, people: await named(body.personIds),
      }))),
    };
  }));
}

export function PeopleScreen() {
  const me = useMe();
  const words = useWords();
  const { t } = words;
  const found = useLive(`people ${words.language}`, (c) => companies(c, me, words));
  const mine = idText(me);
  const list = (people: Someone[], employers?: string[]) => (
    <ul className="people">
      {people.map((person) => (
        <li key={person.id}><PersonLine person={person} me={person.id === mine} />{person.adminOf.length > 0 && <OtherHat person={person} employers={employers} />}</li>
      ))}
    </ul>
  );
  return (
    <Page title={t('nav.people')} lead={t('people.lead')} width="wide">
      {found?.length === 0 && <Empty title={t('today.noCohort')}><p>{t('today.noCohortWords')}</p></Empty>}
      {found?.map((company) => {
        const id = idText(company.cohort.id);
        return (
          <div key={id} className="stack">
            {found.length > 1 && <h2 className="section-title">{words.pick(company.cohort.body.name)}</h2>}
            <Section id={`coaches-${id}`} title={t('people.coaches', { count: company.coaches.length })}>{list(company.coaches, company.employers)}</Section>
            {company.groups.map((group) => <Section key={group.name} id={`group-${group.name}`} title={group.name}>{list(group.people)}</Section>)}
            <Section id={`leaders-${id}`} title={t('people.leaders', { count: company.leaders.length })}>{list(company.leaders)}</Section>
          </div>
        );
      })}
    </Page>
  );
}

// Somebody who walks along and is a municipality's administrator as well: no secret, and what it means for coaches.
function OtherHat({ person, employers }: { person: Someone; employers: string[] | undefined }) {
  const words = useWords();
  const { t } = words;
  const yours = employers?.some((name) => person.adminOf.includes(name));
  return (
    <p className="other-hat">
      {t('hats.admin', { names: words.list(person.adminOf) })}.{employers && ` ${t(yours ? 'hats.yourEmployer' : 'hats.coachAdmin')}`}
    </p>
  );
}
