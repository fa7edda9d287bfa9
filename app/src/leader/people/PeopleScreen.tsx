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
}

async function companies(client: Samstig, me: Id, words: Words): Promise<Company[]> {
  const people = new People(client, words);
  const cohorts = await cohortsOfMine(client, me);
  const persons = await client.find('persons');
  return Promise.all(cohorts.map(async (cohort): Promise<Company> => {
    const coaches = await coachesOf(client, cohort.id);
    const scope = `c/${idText(cohort.id)}`;
    const inside = await Promise.all(persons.map(({ entity }) => client.isIn(entity.id, scope)));
    const leaders = persons.filter(({ entity }, at) => inside[at] && !coaches.some((coach) => sameId(coach, entity.id)));
    const groups = await all(client, 'group', 'groupsOfCohort', cohort.id);
    const named = (ids: Id[]) => Promise.all(ids.map((id) => people.someone(id)));
    const byPlace = (a: Someone, b: Someone) =>
      a.municipality.localeCompare(b.municipality, words.language) || a.name.localeCompare(b.name, words.language);
    return {
      cohort, coaches: await named(coaches),
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
  const list = (people: Someone[]) => (
    <ul className="people">{people.map((person) => <li key={person.id}><PersonLine person={person} me={person.id === mine} /></li>)}</ul>
  );
  return (
    <Page title={t('nav.people')} lead={t('people.lead')} width="wide">
      {found?.length === 0 && <Empty title={t('today.noCohort')}><p>{t('today.noCohortWords')}</p></Empty>}
      {found?.map((company) => {
        const id = idText(company.cohort.id);
        return (
          <div key={id} className="stack">
            {found.length > 1 && <h2 className="section-title">{words.pick(company.cohort.body.name)}</h2>}
            <Section id={`coaches-${id}`} title={t('people.coaches', { count: company.coaches.length })}>{list(company.coaches)}</Section>
            {company.groups.map((group) => <Section key={group.name} id={`group-${group.name}`} title={group.name}>{list(group.people)}</Section>)}
            <Section id={`leaders-${id}`} title={t('people.leaders', { count: company.leaders.length })}>{list(company.leaders)}</Section>
          </div>
        );
      })}
    </Page>
  );
}
