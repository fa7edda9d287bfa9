// SPDX-License-Identifier: Apache-2.0
// The municipality's own seats and places in numbers. What its leaders do in a cohort is no figure here.
import type { Of } from '../shared/copy';
import { all } from '../shared/copy';
import { enrolmentSheet } from '../shared/figures/enrolment';
import { placesIn } from '../shared/figures/load';
import { SheetView } from '../shared/figures/SheetView';
import { idText } from '../shared/ids';
import { useLive } from '../shared/live';
import { Empty } from '../shared/Page';
import { useWords } from '../shared/words';
import { MunicipalityPage } from './MunicipalityPage';

export function FiguresScreen() {
  const { t } = useWords();
  return <MunicipalityPage title={t('figures.title')} lead={t('figures.ownLead')} width="wide">{(municipality) => <FiguresOf municipality={municipality} />}</MunicipalityPage>;
}

function FiguresOf({ municipality }: { municipality: Of<'municipality'> }) {
  const words = useWords();
  const { t } = words;
  const view = useLive(`own figures ${idText(municipality.id)} ${words.language}`, async (c) => {
    const cohorts = (await all(c, 'cohort', 'cohorts')).sort((a, b) => Number(a.body.startsMs - b.body.startsMs));
    const facts = await placesIn(c, cohorts, words, municipality.id);
    return { empty: facts.places.length + facts.seats.length === 0, sheet: enrolmentSheet(facts, 'cohort'), asOfMs: await c.serverTimeMs(), caughtUp: (await c.syncStatus()).state === 'upToDate' };
  });
  if (!view) return null;
  if (view.empty) return <Empty title={t('figures.noneYet')}><p>{t('figures.noneYetOwn')}</p></Empty>;
  return <SheetView id="own" title={t('figures.enrolment')} sheet={view.sheet} asOfMs={view.asOfMs} caughtUp={view.caughtUp} bar={{ figure: 'active', of: 'agreed' }} />;
}
