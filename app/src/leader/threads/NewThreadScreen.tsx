// SPDX-License-Identifier: Apache-2.0
// Beginning a thread: in the smallest space unless another is chosen, with its readers named before it is sent.
import { Button, Field, Label, Radio, Select, Textfield } from '@digdir/designsystemet-react';
import type { Id, Samstig } from '@samstig/client';
import { create, EnrolmentState, StartThreadSchema, WritePostSchema } from '@samstig/client/messages';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useClient, useMe } from '../../shared/client';
import { all, one, type Of } from '../../shared/copy';
import { idFrom, idText, sameId } from '../../shared/ids';
import { ThirdPersons } from '../../shared/ThirdPersons';
import { UnsafeNote, useTyped } from '../../shared/useTyped';
import { useLive } from '../../shared/live';
import { Empty, Page } from '../../shared/Page';
import { People } from '../../shared/people';
import { useWords, type Words } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { cohortsOfMine } from '../work';

interface Space {
  key: string;
  kind: 'cohort' | 'group' | 'municipality';
  id: Id;
  name: string;
  readers: string;
}
interface Place {
  cohort: Of<'cohort'>;
  spaces: Space[];
}

async function places(client: Samstig, me: Id, words: Words): Promise<Place[]> {
  const people = new People(client, words);
  const enrolments = await all(client, 'enrolment', 'enrolmentsOfPerson', me);
  const cohorts = await cohortsOfMine(client, me);
  return Promise.all(cohorts.map(async (cohort): Promise<Place> => {
    const groups = await all(client, 'group', 'groupsOfCohort', cohort.id);
    const own = groups.filter(({ body }) => !body.dissolved && body.personIds.some((person) => sameId(person, me)));
    const home = enrolments.find(({ body }) => sameId(body.cohortId, cohort.id) && body.state !== EnrolmentState.WITHDRAWN);
    const spaces: Space[] = own.map((group) => ({
      key: `g${idText(group.id)}`, kind: 'group', id: group.id, name: group.body.name, readers: words.t('space.groupReaders', { count: group.body.personIds.length }),
    }));
    if (home) {
      const name = await people.municipality(home.body.municipalityId);
      spaces.push({ key: 'm', kind: 'municipality', id: home.body.municipalityId, name: words.t('thread.internal', { name }), readers: words.t('space.internalReaders') });
    }
    spaces.push({ key: 'c', kind: 'cohort', id: cohort.id, name: words.t('thread.cohort'), readers: words.t('space.cohortReaders') });
    return { cohort, spaces };
  }));
}

export function NewThreadScreen() {
  const me = useMe();
  const words = useWords();
  const { t } = words;
  const about = idFrom(new URLSearchParams(useSearch()).get('assignment') ?? '');
  const found = useLive(`places ${words.language} ${about ? idText(about) : ''}`, async (c) => ({
    places: await places(c, me, words), about: about ? await one(c, 'assignment', about) : null,
  }));
  const back = { to: '/threads', label: t('nav.threads') };
  if (!found) return null;
  const at = found.about ? found.places.filter(({ cohort }) => sameId(cohort.id, found.about!.body.cohortId)) : found.places;
  return (
    <Page title={t('threads.new')} back={back} lead={found.about && t('thread.about', { title: words.pick(found.about.body.title) })}>
      {at.length === 0 ? <Empty title={t('today.noCohort')} /> : <Form places={at} about={found.about} />}
    </Page>
  );
}

interface Typed {
  title: string;
  text: string;
}

function Form({ places: at, about }: { places: Place[]; about: Of<'assignment'> | null }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const write = useWrite();
  const [, go] = useLocation();
  const [cohort, setCohort] = useState(0);
  const [space, setSpace] = useState('');
  const { value: typed, type: keep, letGo, safe } = useTyped<Typed>('thread', () => ({ title: '', text: '' }));
  const place = at[cohort]!;
  const chosen = place.spaces.find((one) => one.key === space) ?? place.spaces[0]!;
  const type = (change: Partial<Typed>) => keep({ ...typed, ...change });
  const start = async () => {
    const id = client.newId();
    const started = await write({
      case: 'startThread',
      value: create(StartThreadSchema, {
        id, cohortId: place.cohort.id, title: typed.title.trim(), assignmentId: about?.id,
        groupId: chosen.kind === 'group' ? chosen.id : undefined,
        municipalityId: chosen.kind === 'municipality' ? chosen.id : undefined,
      }),
    });
    if (!started) return;
    const wrote = await write(
      { case: 'writePost', value: create(WritePostSchema, { id: client.newId(), threadId: id, text: typed.text }) },
      { dependsOn: [started.number] });
    if (wrote) letGo();
    go(`/threads/${idText(id)}`);
  };
  return (
    <div className="fields">
      {at.length > 1 && (
        <Field>
          <Label>{t('path.cohort')}</Label>
          <Select value={String(cohort)} onChange={(event) => setCohort(Number(event.target.value))}>
            {at.map((one, index) => <Select.Option key={index} value={String(index)}>{words.pick(one.cohort.body.name)}</Select.Option>)}
          </Select>
        </Field>
      )}
      <fieldset className="plain-fieldset">
        <legend>{t('space.title')}</legend>
        {place.spaces.map((one) => (
          <Radio key={one.key} name="space" value={one.key} label={one.name} description={one.readers} checked={chosen.key === one.key} onChange={() => setSpace(one.key)} />
        ))}
      </fieldset>
      <Textfield label={t('threads.title')} value={typed.title} maxLength={150} dir="auto" onChange={(event) => type({ title: event.target.value })} />
      <Textfield multiline label={t('threads.first')} description={t('threads.firstHint')} className="field-grows" value={typed.text} dir="auto" maxLength={19000} onChange={(event) => type({ text: event.target.value })} />
      <UnsafeNote safe={safe} />
      <ThirdPersons text={`${typed.title}\n${typed.text}`} />
      <div className="send">
        <p className="muted">{chosen.readers}</p>
        <Button disabled={typed.title.trim() === '' || typed.text.trim() === ''} onClick={() => void start()}>{t('threads.start', { space: chosen.name })}</Button>
      </div>
    </div>
  );
}
