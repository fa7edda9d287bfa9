// SPDX-License-Identifier: Apache-2.0
// Enrolling leaders: one by a form, or all of a list.
import { Tabs } from '@digdir/designsystemet-react';
import type { Of } from '../../shared/copy';
import { useWords } from '../../shared/words';
import type { Offer } from '../offers';
import { EnrolList } from './EnrolList';
import { EnrolOne } from './EnrolOne';

export function Enrol({ offer, municipality }: { offer: Offer; municipality: Of<'municipality'> }) {
  const words = useWords();
  const { t } = words;
  if (!offer.enrols) return <p>{t('enrol.closed', { day: words.day(Number(offer.cohort.body.enrolmentClosesMs)) })}</p>;
  const free = Math.max(0, offer.agreed - offer.taken);
  return (
    <>
      <p>{free > 0 ? t('enrol.free', { count: free }) : t('enrol.full')}</p>
      <Tabs defaultValue="one">
        <Tabs.List>
          <Tabs.Tab value="one">{t('enrol.one')}</Tabs.Tab>
          <Tabs.Tab value="list">{t('enrol.list')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="one"><EnrolOne offer={offer} municipality={municipality} /></Tabs.Panel>
        <Tabs.Panel value="list"><EnrolList offer={offer} municipality={municipality} /></Tabs.Panel>
      </Tabs>
    </>
  );
}
