// SPDX-License-Identifier: Apache-2.0
// A screen about one of the cohorts that one coaches; which one is remembered on this device.
import type { Id } from '@samstig/client';
import { type ReactNode, useState } from 'react';
import { Choice } from '../shared/Choice';
import { useMe } from '../shared/client';
import type { Of } from '../shared/copy';
import { idText, sameId } from '../shared/ids';
import { useLive } from '../shared/live';
import { Empty, Page } from '../shared/Page';
import { readPref, writePref } from '../shared/prefs';
import { useWords } from '../shared/words';
import { coachedCohorts } from './cohorts';

const kPref = 'coach.cohort';

interface CoachPageProps {
  title: string;
  lead?: ReactNode;
  back?: { to: string; label: string };
  width?: 'text' | 'wide';
  actions?: ReactNode;
  // The thing on the screen belongs to this one: there is nothing to choose.
  only?: Id;
  children: (cohort: Of<'cohort'>) => ReactNode;
}

export function CoachPage({ title, lead, back, width = 'wide', actions, only, children }: CoachPageProps) {
  const me = useMe();
  const words = useWords();
  const { t } = words;
  const cohorts = useLive('coached', (c) => coachedCohorts(c, me));
  const [chosen, setChosen] = useState(() => readPref<string>(kPref, ''));
  const choose = (id: string) => {
    writePref(kPref, id);
    setChosen(id);
  };
  const cohort = only
    ? cohorts?.find(({ id }) => sameId(id, only))
    : cohorts?.find(({ id }) => idText(id) === chosen) ?? cohorts?.[0];
  const several = !only && (cohorts?.length ?? 0) > 1;
  return (
    <Page title={title} lead={lead} back={back} width={width} actions={actions} over={cohort && !several ? words.pick(cohort.body.name) : undefined}>
      {cohorts && several && cohort && (
        <Choice label={t('coach.cohort')} value={idText(cohort.id)} onChange={choose}
          options={cohorts.map(({ id, body }) => ({ value: idText(id), label: words.pick(body.name) }))} />
      )}
      {cohort && <div key={idText(cohort.id)} className="coached">{children(cohort)}</div>}
      {cohorts && !cohort && <Empty title={t('coach.noCohort')}><p>{t('coach.noCohortWords')}</p></Empty>}
    </Page>
  );
}
