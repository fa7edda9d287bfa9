// SPDX-License-Identifier: Apache-2.0
// The areas of the app: whose screens there are, and their ways in. Another area is a folder beside
// src/leader, an entry here, and its catalogues.
import {
  BarChartIcon, BellIcon, BooksIcon, BriefcaseIcon, Buildings3Icon, CalendarIcon, ChatIcon, CogIcon, CompassIcon, EnvelopeClosedIcon, FilesIcon, FileTextIcon, GavelIcon,
  HouseIcon, InboxDownIcon, InboxUpIcon, LocationPinIcon, MagnifyingGlassIcon, MegaphoneIcon, PersonGroupIcon, PersonIcon, PersonPlusIcon, TableIcon, TasklistIcon,
} from '@navikt/aksel-icons';
import type { Id, Samstig } from '@samstig/client';
import { Role } from '@samstig/client/messages';
import type { ComponentType } from 'react';
import { loadStaffMessages, type MessageKey } from '../messages';
import { lazily } from '../shared/lazily';
import { readPref } from '../shared/prefs';
import type { Words } from '../shared/words';

export interface Way {
  to: string;
  label: MessageKey;
  Icon: ComponentType<{ 'aria-hidden'?: boolean }>;
  // Only for those who take part themselves.
  leaders?: boolean;
  // Also for those who are nothing but guests.
  guests?: boolean;
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
  // Fetches its screens before somebody goes there, so that the way from one area to another is never blank.
  fetch: () => Promise<unknown>;
}

// Asks what the screen at this address shows, before it is drawn.
export type Prepare = (address: string, client: Samstig, me: Id, words: Words) => Promise<void>;

interface AreaScreens {
  default: ComponentType;
  prepare?: Prepare;
}

// The staff's screens come with their words.
async function withWords<M>(screens: Promise<M>): Promise<M> {
  const [loaded] = await Promise.all([screens, loadStaffMessages()]);
  return loaded;
}

const areaScreens = {
  leader: lazily(() => import('../leader/LeaderArea')),
  coach: lazily(() => withWords(import('../coach/CoachArea'))),
  municipality: lazily(() => withWords(import('../municipality/MunicipalityArea'))),
  organiser: lazily(() => withWords(import('../organiser/OrganiserArea'))),
  guest: lazily(() => import('../guest/GuestArea')),
};

// Who one is stands in the database; the screens that one had the last time are fetched before that is open.
export async function fetchLastArea(): Promise<Prepare | undefined> {
  const last = readPref<string>('area', '');
  if (!(last in areaScreens)) return undefined;
  // If they cannot be had, that is told when they are shown.
  const screens: AreaScreens | undefined = await areaScreens[last as keyof typeof areaScreens].fetch().catch(() => undefined);
  return screens?.prepare;
}

export const areas: Area[] = [
  {
    key: 'leader',
    role: null,
    base: '/',
    ways: [
      { to: '/', label: 'nav.today', Icon: HouseIcon, leaders: true },
      { to: '/path', label: 'nav.path', Icon: LocationPinIcon, leaders: true },
      { to: '/threads', label: 'nav.threads', Icon: ChatIcon },
      { to: '/notices', label: 'nav.notices', Icon: BellIcon },
      { to: '/people', label: 'nav.people', Icon: PersonGroupIcon },
      { to: '/toolbox', label: 'nav.toolbox', Icon: BriefcaseIcon },
      { to: '/team', label: 'nav.team', Icon: PersonIcon, leaders: true },
      { to: '/search', label: 'nav.search', Icon: MagnifyingGlassIcon },
      { to: '/outbox', label: 'nav.outbox', Icon: InboxUpIcon, guests: true },
      { to: '/settings', label: 'nav.settings', Icon: CogIcon, guests: true },
    ],
    ...areaScreens.leader,
  },
  {
    key: 'coach',
    role: Role.COACH,
    base: '/coach',
    ways: [
      { to: '/coach', label: 'nav.board', Icon: TableIcon },
      { to: '/coach/review', label: 'nav.review', Icon: TasklistIcon },
      { to: '/coach/assignments', label: 'nav.assignments', Icon: FilesIcon },
      { to: '/coach/groups', label: 'nav.groups', Icon: PersonGroupIcon },
      { to: '/coach/moderation', label: 'nav.moderation', Icon: GavelIcon },
      { to: '/coach/announcements', label: 'nav.announcements', Icon: MegaphoneIcon },
      { to: '/coach/guests', label: 'nav.guests', Icon: PersonPlusIcon },
      { to: '/coach/figures', label: 'nav.figures', Icon: BarChartIcon },
    ],
    ...areaScreens.coach,
  },
  {
    key: 'municipality',
    role: Role.MUNICIPALITY_ADMIN,
    base: '/municipality',
    ways: [
      { to: '/municipality', label: 'nav.offers', Icon: Buildings3Icon },
      { to: '/municipality/people', label: 'nav.ownPeople', Icon: PersonGroupIcon },
      { to: '/municipality/figures', label: 'nav.figures', Icon: BarChartIcon },
      { to: '/municipality/terms', label: 'nav.terms', Icon: FileTextIcon },
    ],
    ...areaScreens.municipality,
  },
  {
    key: 'organiser',
    role: Role.ORGANISER,
    base: '/organiser',
    ways: [
      { to: '/organiser', label: 'nav.overview', Icon: CompassIcon },
      { to: '/organiser/requests', label: 'nav.requests', Icon: InboxDownIcon },
      { to: '/organiser/cohorts', label: 'nav.cohorts', Icon: CalendarIcon },
      { to: '/organiser/programmes', label: 'nav.programmes', Icon: BooksIcon },
      { to: '/organiser/municipalities', label: 'nav.municipalities', Icon: Buildings3Icon },
      { to: '/organiser/people', label: 'nav.networkPeople', Icon: PersonGroupIcon },
      { to: '/organiser/terms', label: 'nav.terms', Icon: FileTextIcon },
    ],
    ...areaScreens.organiser,
  },
  {
    key: 'guest',
    role: Role.GUEST,
    base: '/guest',
    ways: [{ to: '/guest', label: 'nav.guest', Icon: EnvelopeClosedIcon, guests: true }],
    ...areaScreens.guest,
  },
];

// Those that somebody with these hats has. Who takes part begins with the leader's screens; who only works here,
// with the work. Without a hat one is about to take part. Who is nothing but a guest has the invitation, and what
// everybody needs for a device.
export function areasFor(roles: Role[]): Area[] {
  const onlyGuest = roles.length > 0 && roles.every((role) => role === Role.GUEST);
  const takesPart = roles.length === 0 || roles.includes(Role.LEADER);
  const fits = (way: Way) => (onlyGuest ? way.guests : takesPart || !way.leaders);
  const mine = areas.filter((area) => area.role === null || roles.includes(area.role))
    .map((area) => ({ ...area, ways: area.ways.filter(fits) }));
  return takesPart ? mine : [...mine].sort((a, b) => Number(a.role === null) - Number(b.role === null));
}

// Screens that are reached from a way whose address is another.
const kBelong = [['/assignments/', '/path'], ['/own/', '/settings'], ['/organiser/invite', '/organiser/people']] as const;

// The way that an address lies on: the longest that fits.
export function wayAt(address: string, among: Area[]): Way | undefined {
  const [, of] = kBelong.find(([beginning]) => address.startsWith(beginning)) ?? [];
  const at = of ?? address;
  const fits = ({ to }: Way) => at === to || (to !== '/' && at.startsWith(`${to}/`));
  return among.flatMap(({ ways }) => ways).filter(fits).sort((a, b) => b.to.length - a.to.length)[0];
}

// The area that an address belongs to: the longest base that fits.
export function areaAt(address: string, among: Area[]): Area | undefined {
  const fits = (area: Area) => area.base === '/' || address === area.base || address.startsWith(`${area.base}/`);
  return among.filter(fits).sort((a, b) => b.base.length - a.base.length)[0];
}
