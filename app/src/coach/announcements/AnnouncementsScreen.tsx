// SPDX-License-Identifier: Apache-2.0
// Words from the staff to everybody in a cohort.
import type { Of } from '../../shared/copy';
import { useWords } from '../../shared/words';
import { CoachPage } from '../CoachPage';
import { Announcements } from './Announcements';

export function AnnouncementsScreen() {
  const { t } = useWords();
  return (
    <CoachPage title={t('announcements.title')} lead={t('announcements.lead')} width="text">
      {(cohort: Of<'cohort'>) => <Announcements cohort={cohort} />}
    </CoachPage>
  );
}
