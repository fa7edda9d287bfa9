// SPDX-License-Identifier: Apache-2.0
// Figures on a cohort, computed on this device. Of fewer than five people nothing is told.
import type { Of } from '../../shared/copy';
import { activitySheet } from '../../shared/figures/activity';
import { enrolmentSheet } from '../../shared/figures/enrolment';
import { workIn } from '../../shared/figures/load';
import { progressSheet } from '../../shared/figures/progress';
import { SheetView } from '../../shared/figures/SheetView';
import { useLive } from '../../shared/live';
import { Empty } from '../../shared/Page';
import { useWords } from '../../shared/words';
import { cohortKey } from '../cohorts';
import { CoachPage } from '../CoachPage';

export function FiguresScreen() {
  const { t } = useWords();
  return <CoachPage title={t('figures.title')} lead={t('figures.lead')}>{(cohort) => <FiguresOf cohort={cohort} />}</CoachPage>;
}

function FiguresOf({ cohort }: { cohort: Of<'cohort'> }) {
  const words = useWords();
  const { t } = words;
  const view = useLive(`figures ${cohortKey(cohort)} ${words.language}`, async (c) => {
    const facts = await workIn(c, cohort, words);
    const now = await c.serverTimeMs();
    return {
      empty: facts.places.length === 0, asOfMs: now, caughtUp: (await c.syncStatus()).state === 'upToDate',
      progress: progressSheet(facts), activity: activitySheet(facts, now), enrolment: enrolmentSheet(facts, 'municipality'),
    };
  });
  if (!view) return null;
  if (view.empty) return <Empty title={t('board.noLeaders')}><p>{t('board.noLeadersWords')}</p></Empty>;
  const { asOfMs, caughtUp } = view;
  return (
    <>
      <SheetView id="progress" title={t('figures.progress')} sheet={view.progress} asOfMs={asOfMs} caughtUp={caughtUp} bar={{ figure: 'handedIn', of: 'n' }} />
      <SheetView id="activity" title={t('figures.activity')} sheet={view.activity} asOfMs={asOfMs} caughtUp={caughtUp} bar={{ figure: 'authors', of: 'n' }} />
      <SheetView id="enrolment" title={t('figures.enrolment')} sheet={view.enrolment} asOfMs={asOfMs} caughtUp={caughtUp} bar={{ figure: 'active', of: 'agreed' }} />
    </>
  );
}
