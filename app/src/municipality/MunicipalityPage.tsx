// SPDX-License-Identifier: Apache-2.0
// A screen about the municipality that one administers; of several, one is chosen and remembered.
import { type ReactNode, useState } from 'react';
import { Choice } from '../shared/Choice';
import { useMe } from '../shared/client';
import type { Of } from '../shared/copy';
import { idText } from '../shared/ids';
import { useLive } from '../shared/live';
import { Empty, Page } from '../shared/Page';
import { readPref, writePref } from '../shared/prefs';
import { useWords } from '../shared/words';
import { administered } from './offers';

const kPref = 'municipality';

interface MunicipalityPageProps {
  title: string;
  lead?: ReactNode;
  back?: { to: string; label: string };
  width?: 'text' | 'wide';
  children: (municipality: Of<'municipality'>) => ReactNode;
}

export function MunicipalityPage({ title, lead, back, width = 'text', children }: MunicipalityPageProps) {
  const me = useMe();
  const words = useWords();
  const { t } = words;
  const all = useLive('administered', (c) => administered(c, me));
  const [chosen, setChosen] = useState(() => readPref<string>(kPref, ''));
  const municipality = all?.find(({ id }) => idText(id) === chosen) ?? all?.[0];
  const several = (all?.length ?? 0) > 1;
  const choose = (id: string) => {
    writePref(kPref, id);
    setChosen(id);
  };
  return (
    <Page title={title} lead={lead} back={back} width={width} over={municipality && !several ? words.pick(municipality.body.name) : undefined}>
      {all && several && municipality && (
        <Choice label={t('municipality.municipality')} value={idText(municipality.id)} onChange={choose}
          options={all.map(({ id, body }) => ({ value: idText(id), label: words.pick(body.name) }))} />
      )}
      {municipality && <div key={idText(municipality.id)} className="coached">{children(municipality)}</div>}
      {all && !municipality && <Empty title={t('municipality.none')} />}
    </Page>
  );
}
