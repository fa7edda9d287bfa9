// SPDX-License-Identifier: Apache-2.0
// The coaches of a cohort: who they are, a new one by invitation, an end to the task.
import { Button, Tag } from '@digdir/designsystemet-react';
import { PlusIcon } from '@navikt/aksel-icons';
import { create, EndHatSchema, GrantHatSchema, MembershipSchema, Role } from '@samstig/client/messages';
import { Link } from 'wouter';
import { useClient } from '../../shared/client';
import { all, type Of } from '../../shared/copy';
import { idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { Empty, Section } from '../../shared/Page';
import { People } from '../../shared/people';
import { PersonLine } from '../../shared/Person';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';

export function Coaches({ cohort }: { cohort: Of<'cohort'> }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const write = useWrite();
  const coaches = useLive(`coaches ${idText(cohort.id)} ${words.language}`, async (c) => {
    const people = new People(c, words);
    const hats = (await all(c, 'membership', 'membershipsAt', cohort.id)).filter(({ body }) => body.role === Role.COACH && !body.ended);
    return Promise.all(hats.map(async (hat) => ({ hat, person: await people.someone(hat.body.personId) })));
  });
  if (!coaches) return null;
  const end = (hat: Of<'membership'>, name: string) => {
    const again = () => void write({
      case: 'grantHat',
      value: create(GrantHatSchema, {
        id: client.newId(), membership: create(MembershipSchema, { personId: hat.body.personId, role: Role.COACH, place: { case: 'cohortId', value: cohort.id } }),
      }),
    }, { said: t('coaches.again', { name }) });
    void write({ case: 'endHat', value: create(EndHatSchema, { id: hat.id }) }, { said: t('coaches.ended', { name }), undo: again });
  };
  return (
    <Section id="coaches" title={t('coaches.title')}
      aside={<Button asChild variant="secondary" data-size="sm"><Link href={`/organiser/invite/coach/${idText(cohort.id)}`}><PlusIcon aria-hidden /> {t('coaches.add')}</Link></Button>}>
      {coaches.length === 0
        ? <Empty title={t('coaches.none')}><p>{t('coaches.noneWords')}</p></Empty>
        : (
          <ul className="rows">
            {coaches.map(({ hat, person }) => (
              <li key={idText(hat.id)} className="row place">
                <div className="place-who"><PersonLine person={person} /></div>
                {hat.pending && <Tag data-size="sm" data-color="lake">{t('work.sending')}</Tag>}
                <Button variant="tertiary" data-size="sm" aria-label={t('coaches.endOne', { name: person.name })} onClick={() => end(hat, person.name)}>{t('coaches.end')}</Button>
              </li>
            ))}
          </ul>
        )}
    </Section>
  );
}
