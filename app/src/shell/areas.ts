// SPDX-License-Identifier: Apache-2.0
// The areas of the app: whose screens there are, and their ways in. Another area is a folder beside
// src/leader, an entry here, and its catalogues.
import {
  BellIcon, BriefcaseIcon, ChatIcon, CogIcon, HouseIcon, InboxUpIcon, LocationPinIcon, MagnifyingGlassIcon, PersonGroupIcon, PersonIcon,
} from '@navikt/aksel-icons';
import { Role } from '@samstig/client/messages';
import { type ComponentType, lazy } from 'react';
import type { MessageKey } from '../messages';

export interface Way {
  to: string;
  label: MessageKey;
  Icon: ComponentType<{ 'aria-hidden'?: boolean }>;
}

export interface Area {
  key: string;
  // Null: for everybody who is signed in.
  role: Role | null;
  // All addresses of the area begin with it; '/' has what no other area has.
  base: string;
  // The first three stand in the bar at the foot of a phone when the area is the first of a person's.
  ways: Way[];
  Screens: ComponentType;
}

const leaderScreens = () => import('../leader/LeaderArea');

export const areas: Area[] = [
  {
    key: 'leader',
    role: null,
    base: '/',
    ways: [
      { to: '/', label: 'nav.today', Icon: HouseIcon },
      { to: '/path', label: 'nav.path', Icon: LocationPinIcon },
      { to: '/threads', label: 'nav.threads', Icon: ChatIcon },
      { to: '/notices', label: 'nav.notices', Icon: BellIcon },
      { to: '/people', label: 'nav.people', Icon: PersonGroupIcon },
      { to: '/toolbox', label: 'nav.toolbox', Icon: BriefcaseIcon },
      { to: '/team', label: 'nav.team', Icon: PersonIcon },
      { to: '/search', label: 'nav.search', Icon: MagnifyingGlassIcon },
      { to: '/outbox', label: 'nav.outbox', Icon: InboxUpIcon },
      { to: '/settings', label: 'nav.settings', Icon: CogIcon },
    ],
    Screens: lazy(leaderScreens),
  },
];

// Those that somebody with these hats has.
export function areasFor(roles: Role[]): Area[] {
  return areas.filter((area) => area.role === null || roles.includes(area.role));
}

// The area that an address belongs to: the longest base that fits.
export function areaAt(address: string, among: Area[]): Area | undefined {
  const fits = (area: Area) => area.base === '/' || address === area.base || address.startsWith(`${area.base}/`);
  return among.filter(fits).sort((a, b) => b.base.length - a.base.length)[0];
}
