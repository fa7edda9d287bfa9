// SPDX-License-Identifier: Apache-2.0
// One leader by a form.
import { Alert, Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useClient } from '../../shared/client';
import type { Of } from '../../shared/copy';
import { idText } from '../../shared/ids';
import { useKept } from '../../shared/useKept';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import type { Offer } from '../offers';
import { type Leader, nobody } from './cells';
import { LeaderFields, lacksOf } from './LeaderFields';
import { Enrolling } from './plan';

export function EnrolOne({ offer, municipality }: { offer: Offer; municipality: Of<'municipality'> }) {
  const { t } = useWords();
  const client = useClient();
  const write = useWrite();
  const form = useKept<Leader>(`enrol.${idText(offer.cohort.id)}`, nobody);
  const [tried, setTried] = useState(false);
  const [there, setThere] = useState('');
  const enrol = async () => {
    setTried(true);
    setThere('');
    if (lacksOf(form.value).size > 0) return;
    const leader = Object.fromEntries(Object.entries(form.value).map(([field, value]) => [field, value.trim()])) as Leader;
    const enrolling = new Enrolling(client, offer.cohort.id, municipality.id);
    const plan = await enrolling.planFor(leader);
    if (plan.standing === 'there' || plan.standing === 'waits') {
      setThere(t('enrol.there', { name: leader.name }));
      return;
    }
    const sent = await write(enrolling.intent(plan, leader, municipality.body.languages[0] ?? 'sv'), { said: t('enrol.enrolled', { name: leader.name }) });
    if (!sent) return;
    form.letGo(nobody);
    setTried(false);
  };
  return (
    <form className="note-form" noValidate onSubmit={(event) => { event.preventDefault(); void enrol(); }}>
      <LeaderFields form={form.value} onChange={form.change} tried={tried} municipality={municipality} />
      {there && <Alert data-color="info" role="status">{there}</Alert>}
      <div className="buttons"><Button type="submit">{t('enrol.send')}</Button></div>
    </form>
  );
}
