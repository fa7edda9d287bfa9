// SPDX-License-Identifier: Apache-2.0
// On a phone: all ways that have no room in the bar.
import { Page } from '../shared/Page';
import { useWords } from '../shared/words';
import type { Area } from './areas';
import { WayLink } from './Frame';

export function MoreScreen({ areas, parked }: { areas: Area[]; parked: number }) {
  const { t } = useWords();
  return (
    <Page title={t('nav.more')}>
      {areas.map((area, at) => (
        <ul key={area.key} className="more">
          {area.ways.slice(at === 0 ? 3 : 0).map((way) => <li key={way.to}><WayLink way={way} parked={parked} /></li>)}
        </ul>
      ))}
    </Page>
  );
}
