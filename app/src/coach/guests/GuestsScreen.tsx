// SPDX-License-Identifier: Apache-2.0
// Those who come to a cohort once: a lecturer, somebody who tells of an example.
import type { Of } from '../../shared/copy';
import { useWords } from '../../shared/words';
import { CoachPage } from '../CoachPage';
import { Guests } from './Guests';

export function GuestsScreen() {
  const { t } = useWords();
  return (
    <CoachPage title={t('guests.title')} lead={t('guests.lead')} width="text">
      {(cohort: Of<'cohort'>) => <Guests cohort={cohort} />}
    </CoachPage>
  );
}
