// SPDX-License-Identifier: Apache-2.0
// Who is enrolled in a cohort, and a move to another municipality for who has changed employer.
import { Button, Tag, Textfield } from '@digdir/designsystemet-react';
import { create, EnrolmentState, TransferEnrolmentSchema } from '@samstig/client/messages';
import { useState } from 'react';
import { Ask } from '../../shared/Ask';
import { Choice } from '../../shared/Choice';
import { useClient } from '../../shared/client';
import { all, type Of } from '../../shared/copy';
import { idText, isId, sameId } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { Empty, Section } from '../../shared/Page';
import { People, type Someone } from '../../shared/people';
import { PersonLine } from '../../shared/Person';
import { placeStateKeys } from '../../shared/states';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import type { SeatRequest } from '../requests';

interface Placed {
  of: Of<'enrolment'>;
  person: Someone;
}

export function Places({ cohort, requests }: { cohort: Of<'cohort'>; requests: SeatRequest[] }) {
  const words = useWords();
  const { t } = words;
  const [moving, setMoving] = useState<Placed | null>(null);
  const placed = useLive(`places ${idText(cohort.id)} ${words.language}`, async (c) => {
    const people = new People(c, words);
    const places = (await all(c, 'enrolment', 'enrolmentsOfCohort', cohort.id)).filter(({ body }) => isId(body.personId));
    const rows = await Promise.all(places.map(async (of): Promise<Placed> => ({
      of, person: { ...(await people.someone(of.body.personId)), municipality: await people.municipality(of.body.municipalityId) },
    })));
    return rows.sort((a, b) => a.person.municipality.localeCompare(b.person.municipality) || a.person.name.localeCompare(b.person.name));
  });
  if (!placed) return null;
  const here = placed.filter(({ of }) => of.body.state !== EnrolmentState.WITHDRAWN);
  return (
    <Section id="places" title={t('places.title', { count: here.length })}>
      {placed.length === 0
        ? <Empty title={t('places.noneAnywhere')}><p>{t('places.noneAnywhereWords')}</p></Empty>
        : (
          <details className="about" open={placed.length <= 12}>
            <summary>{t('places.show', { count: placed.length })}</summary>
            <ul className="rows">
              {placed.map((row) => (
                <li key={idText(row.of.id)} className="row place" data-gone={row.of.body.state === EnrolmentState.WITHDRAWN || undefined}>
                  <div className="place-who"><PersonLine person={row.person} /></div>
                  <span className="row-facts">
                    <Tag data-size="sm" data-color={row.of.body.state === EnrolmentState.ACTIVE ? 'spruce' : 'neutral'}>{t(placeStateKeys[row.of.body.state])}</Tag>
                    {row.of.pending && <Tag data-size="sm" data-color="lake">{t('work.sending')}</Tag>}
                  </span>
                  {row.of.body.state === EnrolmentState.ACTIVE && (
                    <Button variant="tertiary" data-size="sm" aria-label={t('places.transferOne', { name: row.person.name })} onClick={() => setMoving(row)}>{t('places.transfer')}</Button>
                  )}
                </li>
              ))}
            </ul>
          </details>
        )}
      {moving && <Transfer row={moving} requests={requests} onClose={() => setMoving(null)} />}
    </Section>
  );
}

function Transfer({ row, requests, onClose }: { row: Placed; requests: SeatRequest[]; onClose: () => void }) {
  const { t } = useWords();
  const client = useClient();
  const write = useWrite();
  // It takes a free agreed seat there.
  const free = requests.filter(({ of, taken }) => of.body.agreed > taken && !sameId(of.body.municipalityId, row.of.body.municipalityId));
  const [to, setTo] = useState(free[0]?.id ?? '');
  const [position, setPosition] = useState(row.person.position);
  const transfer = async () => {
    const target = free.find(({ id }) => id === to);
    if (!target) return;
    const sent = await write({
      case: 'transferEnrolment',
      value: create(TransferEnrolmentSchema, { id: row.of.id, municipalityId: target.of.body.municipalityId, membershipId: client.newId(), position: position.trim() }),
    }, { said: t('places.transferred', { name: row.person.name, municipality: target.municipality }) });
    if (sent) onClose();
  };
  return (
    <Ask title={t('places.transferTitle', { name: row.person.name })} onClose={onClose} yes={{ label: t('places.transfer'), act: () => void transfer(), disabled: free.length === 0 }}>
      {free.length === 0
        ? <p>{t('places.noFreeSeat')}</p>
        : (
          <>
            <p>{t('places.transferWords')}</p>
            <Choice label={t('places.to')} value={to} options={free.map(({ id, municipality }) => ({ value: id, label: municipality }))} onChange={setTo} />
            <Textfield label={t('leader.position')} description={t('leader.positionHint')} value={position} maxLength={150} dir="auto" onChange={(event) => setPosition(event.target.value)} />
          </>
        )}
    </Ask>
  );
}
