// SPDX-License-Identifier: Apache-2.0
// The screens of a municipality's admin and their addresses. No text that a leader wrote comes here.
import '../shared/staff.css';
import { Redirect, Route, Switch } from 'wouter';
import { idFrom } from '../shared/ids';
import { CohortScreen } from './CohortScreen';
import { CohortsScreen } from './CohortsScreen';
import { FiguresScreen } from './FiguresScreen';
import { PeopleScreen } from './PeopleScreen';
import { TermsScreen } from './TermsScreen';

export default function MunicipalityArea() {
  return (
    <Switch>
      <Route path="/municipality"><CohortsScreen /></Route>
      <Route path="/municipality/cohorts/:id">
        {({ id }: { id: string }) => {
          const found = idFrom(id);
          return found ? <CohortScreen key={id} id={found} /> : <Redirect to="/municipality" replace />;
        }}
      </Route>
      <Route path="/municipality/people"><PeopleScreen /></Route>
      <Route path="/municipality/terms"><TermsScreen /></Route>
      <Route path="/municipality/figures"><FiguresScreen /></Route>
      <Route><Redirect to="/municipality" replace /></Route>
    </Switch>
  );
}
