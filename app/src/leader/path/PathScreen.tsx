// SPDX-License-Identifier: Apache-2.0
// The path: the programme as a trail on a map. What is drawn is a picture of the ordered list that stands
// on it; the list is what is read out and walked through by keyboard.
import { Field, Label, Select } from '@digdir/designsystemet-react';
import type { Samstig, Id } from '@samstig/client';
import { useState } from 'react';
import { useMe } from '../../shared/client';
import { all, one, type Of } from '../../shared/copy';
import { idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { Empty, Page } from '../../shared/Page';
import { useWords } from '../../shared/words';
import { cohortsOfMine, isMine, workOn, workState } from '../work';
import { Trail } from './Trail';
import { progress, waypoints, type Given, type Waypoint } from './waypoints';

interface PathView {
  cohorts: Of<'cohort'>[];
  cohort: Of<'cohort'> | null;
  programme: Of<'programme'> | null;
  points: Waypoint[];
  now: number;
}

async function pathView(client: Samstig, me: Id, chosen: string | null): Promise<PathView> {
  const now = await client.serverTimeMs();
  const cohorts = await cohortsOfMine(client, me);
  const cohort = cohorts.find((one) => idText(one.id) === chosen) ?? cohorts[0] ?? null;
  if (!cohort) return { cohorts, cohort, programme: null, points: [], now };
  const [programme, themes, assignments] = await Promise.all([
    one(client, 'programme', cohort.body.programmeId),
    all(client, 'theme', 'themesOfProgramme', cohort.body.programmeId),
    all(client, 'assignment', 'assignmentsOfCohort', cohort.id),
  ]);
  const given: Given[] = [];
  for (const of of assignments) {
    if (await isMine(client, me, of.body)) given.push({ of, state: workState(of.body, await workOn(client, of.id), now) });
  }
  return { cohorts, cohort, programme, points: waypoints(themes, given), now };
}

export function PathScreen() {
  const me = useMe();
  const words = useWords();
  const { t } = words;
  const [chosen, setChosen] = useState<string | null>(null);
  const view = useLive(`path ${chosen}`, (c) => pathView(c, me, chosen));
  if (!view) return <Page title={t('nav.path')}>{null}</Page>;
  if (!view.cohort) return <Page title={t('nav.path')}><Empty title={t('today.noCohort')}><p>{t('today.noCohortWords')}</p></Empty></Page>;
  const walked = progress(view.points);
  return (
    <Page title={words.pick(view.programme?.body.name) || t('nav.path')} over={words.pick(view.cohort.body.name)} width="wide"
      lead={walked.steps > 0 ? t('today.progress', { walked: walked.walked, steps: walked.steps }) : t('path.notBegun')}
      actions={view.cohorts.length > 1 && (
        <Field>
          <Label>{t('path.cohort')}</Label>
          <Select value={idText(view.cohort.id)} onChange={(event) => setChosen(event.target.value)}>
            {view.cohorts.map((cohort) => <Select.Option key={idText(cohort.id)} value={idText(cohort.id)}>{words.pick(cohort.body.name)}</Select.Option>)}
          </Select>
        </Field>
      )}>
      <Trail points={view.points} now={view.now} />
    </Page>
  );
}
