// SPDX-License-Identifier: Apache-2.0
// What is around every screen: the way past it, the name, how things stand, the ways to go.
import { SkipLink } from '@digdir/designsystemet-react';
import { MenuGridIcon } from '@navikt/aksel-icons';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useWords } from '../shared/words';
import { type Area, type Way, wayAt } from './areas';
import { Mark } from './Mark';
import { SyncLine, type SyncNow } from './SyncLine';

const kInBar = 3;

export function Frame({ areas, sync, banner, children }: { areas: Area[]; sync: SyncNow | null; banner: ReactNode; children: ReactNode }) {
  const { t } = useWords();
  const first = areas[0];
  const [address] = useLocation();
  const here = wayAt(address, areas)?.to;
  return (
    <div className="frame">
      <SkipLink href="#main">{t('skip')}</SkipLink>
      <header className="top">
        <Link href="/" className="brand" aria-label={t('brand')}><Mark /> <span aria-hidden="true">samstig</span></Link>
        <nav className="side" aria-label={t('nav.main')}>
          {areas.map((area) => (
            <ul key={area.key}>{area.ways.map((way) => <li key={way.to}><WayLink way={way} parked={sync?.status.parked ?? 0} current={way.to === here} /></li>)}</ul>
          ))}
        </nav>
        <SyncLine sync={sync} />
      </header>
      <main id="main" tabIndex={-1}>
        {banner}
        {children}
      </main>
      {first && (
        <nav className="bar" aria-label={t('nav.main')}>
          {first.ways.slice(0, kInBar).map((way) => <WayLink key={way.to} way={way} parked={0} current={way.to === here} />)}
          <WayLink way={{ to: '/more', label: 'nav.more', Icon: MenuGridIcon }} parked={sync?.status.parked ?? 0} current={address === '/more'} />
        </nav>
      )}
    </div>
  );
}

export function WayLink({ way, parked, current }: { way: Way; parked: number; current?: boolean }) {
  const { t } = useWords();
  const marked = parked > 0 && (way.to === '/outbox' || way.to === '/more');
  return (
    <Link href={way.to} className="way" aria-current={current ? 'page' : undefined}>
      <way.Icon aria-hidden /> <span>{t(way.label)}</span>
      {marked && <span className="count" aria-label={t('nav.parked', { count: parked })}>{parked}</span>}
    </Link>
  );
}
