// SPDX-License-Identifier: Apache-2.0
// The people of the network with their hats; an address to be corrected, a hat to be taken back.
import { Button, Search, Tag, Textfield } from '@digdir/designsystemet-react';
import { PlusIcon, XMarkIcon } from '@navikt/aksel-icons';
import { CorrectEmailSchema, create, EndHatSchema, GrantHatSchema, type Membership, Role } from '@samstig/client/messages';
import { useState } from 'react';
import { Link } from 'wouter';
import { problemWithEmail } from '../../municipality/enrol/cells';
import { problemWords } from '../../municipality/enrol/LeaderFields';
import { Ask } from '../../shared/Ask';
import { Choice } from '../../shared/Choice';
import { useClient, useMe } from '../../shared/client';
import { all, type Of, one } from '../../shared/copy';
import { idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { Empty, Page } from '../../shared/Page';
import { People, type Someone } from '../../shared/people';
import { Face } from '../../shared/Person';
import { roleKeys } from '../../shared/states';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';

interface Hat {
  of: Of<'membership'>;
  place: string;
}
interface Row {
  of: Of<'person'>;
  someone: Someone;
  hats: Hat[];
}

const kShown = 60;
const roles = [Role.ORGANISER, Role.COACH, Role.MUNICIPALITY_ADMIN, Role.LEADER, Role.GUEST] as const;

export function PeopleScreen() {
  const words = useWords();
  const { t } = words;
  const [sought, setSought] = useState('');
  const [role, setRole] = useState('');
  const rows = useLive(`network people ${words.language}`, async (c) => {
    const people = new People(c, words);
    const placeOf = async ({ place }: Membership) => {
      if (place.case === 'municipalityId') return people.municipality(place.value);
      if (place.case === 'cohortId') return words.pick((await one(c, 'cohort', place.value))?.body.name);
      return '';
    };
    const found = await all(c, 'person', 'persons');
    const listed = await Promise.all(found.map(async (of): Promise<Row> => ({
      of, someone: await people.someone(of.id),
      hats: await Promise.all((await all(c, 'membership', 'membershipsOfPerson', of.id)).filter(({ body }) => !body.ended).map(async (hat) => ({ of: hat, place: await placeOf(hat.body) }))),
    })));
    return listed.sort((a, b) => a.someone.name.localeCompare(b.someone.name));
  });
  const wanted = sought.trim().toLocaleLowerCase();
  const fits = (row: Row) => (role === '' || row.hats.some(({ of }) => String(of.body.role) === role))
    && [row.someone.name, ...row.hats.map(({ place }) => place)].some((text) => text.toLocaleLowerCase().includes(wanted));
  const shown = (rows ?? []).filter(fits);
  return (
    <Page title={t('networkPeople.title')} lead={t('networkPeople.lead')}
      actions={<div className="buttons"><Button asChild><Link href="/organiser/invite"><PlusIcon aria-hidden /> {t('invite.title')}</Link></Button></div>}>
      <div className="filters">
        <Search><Search.Input aria-label={t('networkPeople.search')} value={sought} onChange={(event) => setSought(event.target.value)} /><Search.Clear onClick={() => setSought('')} aria-label={t('staff.clear')} /></Search>
        <Choice label={t('networkPeople.role')} value={role} onChange={setRole}
          options={[{ value: '', label: t('networkPeople.allRoles') }, ...roles.map((one) => ({ value: String(one), label: t(roleKeys[one]) }))]} />
      </div>
      {rows && <p role="status" className="muted">{t('networkPeople.count', { count: shown.length })}</p>}
      {rows && rows.length === 0 && <Empty title={t('networkPeople.none')} />}
      <ul className="rows">{shown.slice(0, kShown).map((row) => <PersonRow key={row.someone.id} row={row} />)}</ul>
      {shown.length > kShown && <p className="muted">{t('municipalities.seekMore', { count: shown.length - kShown })}</p>}
    </Page>
  );
}

function PersonRow({ row }: { row: Row }) {
  const { t } = useWords();
  const me = useMe();
  const client = useClient();
  const write = useWrite();
  const [correcting, setCorrecting] = useState(false);
  const { name } = row.someone;
  const end = (hat: Hat) => {
    const again = () => void write({ case: 'grantHat', value: create(GrantHatSchema, { id: client.newId(), membership: { ...hat.of.body, ended: false } }) });
    void write({ case: 'endHat', value: create(EndHatSchema, { id: hat.of.id }) }, { said: t('networkPeople.ended', { name, role: t(roleKeys[hat.of.body.role]) }), undo: again });
  };
  return (
    <li className="row place">
      <div className="place-who person-line"><Face person={row.someone} />
        <span>
          <bdi className="person-name">{name}</bdi>
          <span className="hats">
            {row.hats.length === 0 && <span className="muted">{t('networkPeople.noHat')}</span>}
            {row.hats.map((hat) => (
              <span key={idText(hat.of.id)} className="hat">
                <Tag data-size="sm" data-color={hat.of.body.role === Role.LEADER ? 'neutral' : 'lake'}>{t(roleKeys[hat.of.body.role])}{hat.place && ` · ${hat.place}`}</Tag>
                {idText(row.of.id) !== idText(me) && (
                  <Button variant="tertiary" icon data-size="sm" aria-label={t('networkPeople.endHat', { name, role: t(roleKeys[hat.of.body.role]), place: hat.place })} onClick={() => end(hat)}><XMarkIcon aria-hidden /></Button>
                )}
              </span>
            ))}
          </span>
        </span>
      </div>
      <Button variant="tertiary" data-size="sm" aria-label={t('networkPeople.emailOne', { name })} onClick={() => setCorrecting(true)}>{t('networkPeople.email')}</Button>
      {correcting && <CorrectEmail row={row} onClose={() => setCorrecting(false)} />}
    </li>
  );
}

function CorrectEmail({ row, onClose }: { row: Row; onClose: () => void }) {
  const words = useWords();
  const { t } = words;
  const write = useWrite();
  const [email, setEmail] = useState('');
  const [tried, setTried] = useState(false);
  const problem = problemWithEmail(email.trim());
  const correct = async () => {
    setTried(true);
    if (problem) return;
    const sent = await write({ case: 'correctEmail', value: create(CorrectEmailSchema, { id: row.of.id, email: email.trim() }) }, { said: t('networkPeople.emailSet', { name: row.someone.name, email: email.trim() }) });
    if (sent) onClose();
  };
  return (
    <Ask title={t('networkPeople.emailTitle', { name: row.someone.name })} onClose={onClose} yes={{ label: t('editor.save'), act: () => void correct() }}>
      <p>{t('networkPeople.emailWords')}</p>
      <Textfield type="email" label={t('leader.email')} autoComplete="off" value={email} error={tried && problem ? problemWords(words, problem) : undefined} onChange={(event) => setEmail(event.target.value)} />
    </Ask>
  );
}
