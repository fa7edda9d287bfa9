// SPDX-License-Identifier: Apache-2.0
// The organiser's screens and their addresses.
import '../shared/staff.css';
import type { Id } from '@samstig/client';
import type { ComponentType } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { idFrom } from '../shared/ids';
import { CohortEditor } from './cohorts/CohortEditor';
import { CohortScreen } from './cohorts/CohortScreen';
import { CohortsScreen } from './cohorts/CohortsScreen';
import { MunicipalitiesScreen } from './MunicipalitiesScreen';
import { OverviewScreen } from './OverviewScreen';
import { InviteScreen } from './people/InviteScreen';
import { PeopleScreen } from './people/PeopleScreen';
import { ProgrammeEditor } from './programmes/ProgrammeEditor';
import { ProgrammeScreen } from './programmes/ProgrammeScreen';
import { ProgrammesScreen } from './programmes/ProgrammesScreen';
import { ThemeEditor } from './programmes/ThemeEditor';
import { RequestsScreen } from './RequestsScreen';
import { TermsScreen } from './TermsScreen';

function withId(Screen: ComponentType<{ id: Id }>, otherwise: string) {
  return ({ id }: { id: string }) => {
    const found = idFrom(id);
    return found ? <Screen key={id} id={found} /> : <Redirect to={otherwise} replace />;
  };
}

const cohort = withId(CohortScreen, '/organiser/cohorts');
const editCohort = withId(({ id }) => <CohortEditor id={id} />, '/organiser/cohorts');
const programme = withId(ProgrammeScreen, '/organiser/programmes');
const editProgramme = withId(ProgrammeEditor, '/organiser/programmes');

export default function OrganiserArea() {
  return (
    <Switch>
      <Route path="/organiser"><OverviewScreen /></Route>
      <Route path="/organiser/requests"><RequestsScreen /></Route>
      <Route path="/organiser/cohorts"><CohortsScreen /></Route>
      <Route path="/organiser/cohorts/new"><CohortEditor key="new" /></Route>
      <Route path="/organiser/cohorts/:id">{cohort}</Route>
      <Route path="/organiser/cohorts/:id/edit">{editCohort}</Route>
      <Route path="/organiser/programmes"><ProgrammesScreen /></Route>
      <Route path="/organiser/programmes/:id">{programme}</Route>
      <Route path="/organiser/programmes/:id/edit">{editProgramme}</Route>
      <Route path="/organiser/programmes/:id/themes/:theme">
        {({ id, theme }: { id: string; theme: string }) => {
          const found = idFrom(id);
          return found ? <ThemeEditor key={`${id} ${theme}`} id={found} theme={idFrom(theme)} /> : <Redirect to="/organiser/programmes" replace />;
        }}
      </Route>
      <Route path="/organiser/municipalities"><MunicipalitiesScreen /></Route>
      <Route path="/organiser/people"><PeopleScreen /></Route>
      <Route path="/organiser/invite">{() => <InviteScreen role="" place="" />}</Route>
      <Route path="/organiser/invite/:role/:place">{({ role, place }: { role: string; place: string }) => <InviteScreen key={`${role} ${place}`} role={role} place={place} />}</Route>
      <Route path="/organiser/terms"><TermsScreen /></Route>
      <Route><Redirect to="/organiser" replace /></Route>
    </Switch>
  );
}
