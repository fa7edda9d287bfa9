// SPDX-License-Identifier: Apache-2.0
// A guest's one screen and its address.
import '../shared/staff.css';
import { Redirect, Route, Switch } from 'wouter';
import { GuestScreen } from './GuestScreen';

export default function GuestArea() {
  return (
    <Switch>
      <Route path="/guest"><GuestScreen /></Route>
      <Route><Redirect to="/guest" replace /></Route>
    </Switch>
  );
}
