// SPDX-License-Identifier: Apache-2.0
// What one comes to seldom: this device and its settings, and what is known of oneself. A chunk of its own, so that the
// first load is smaller; the service worker keeps it for when there is no network.
import { Redirect, Route, Switch } from 'wouter';
import { EraseScreen } from './own/EraseScreen';
import { ReadersScreen } from './own/ReadersScreen';
import { RetentionScreen } from './own/RetentionScreen';
import { SettingsScreen } from './settings/SettingsScreen';

export default function OwnArea() {
  return (
    <Switch>
      <Route path="/settings"><SettingsScreen /></Route>
      <Route path="/own/readers"><ReadersScreen /></Route>
      <Route path="/own/retention"><RetentionScreen /></Route>
      <Route path="/own/erase"><EraseScreen /></Route>
      <Route><Redirect to="/" replace /></Route>
    </Switch>
  );
}
