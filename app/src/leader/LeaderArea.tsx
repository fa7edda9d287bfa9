// SPDX-License-Identifier: Apache-2.0
// The leader's screens and their addresses.
import type { ComponentType } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import type { Id } from '@samstig/client';
import { idFrom } from '../shared/ids';
import { lazily } from '../shared/lazily';
import type { Prepare } from '../shell/areas';
import { AssignmentScreen } from './assignment/AssignmentScreen';
import { NoticesScreen } from './notices/NoticesScreen';
import { NotesScreen } from './notes/NotesScreen';
import { OutboxScreen } from './outbox/OutboxScreen';
import { PathScreen } from './path/PathScreen';
import { PeopleScreen } from './people/PeopleScreen';
import { NewThreadScreen } from './threads/NewThreadScreen';
import { SearchScreen } from './threads/SearchScreen';
import { ThreadScreen } from './threads/ThreadScreen';
import { ThreadsScreen } from './threads/ThreadsScreen';
import { prepareToday, TodayScreen } from './today/TodayScreen';

// One screen for each thing, begun anew when the address names another.
function withId(Screen: ComponentType<{ id: Id }>, otherwise: string) {
  return ({ id }: { id: string }) => {
    const found = idFrom(id);
    return found ? <Screen key={id} id={found} /> : <Redirect to={otherwise} replace />;
  };
}

export const prepare: Prepare = async (address, client, me, words) => {
  if (address === '/') await prepareToday(client, me, words);
};

const own = lazily(() => import('./OwnArea'));

const assignment = withId(AssignmentScreen, '/path');
const thread = withId(ThreadScreen, '/threads');

export default function LeaderArea() {
  return (
    <Switch>
      <Route path="/"><TodayScreen /></Route>
      <Route path="/path"><PathScreen /></Route>
      <Route path="/assignments/:id">{assignment}</Route>
      <Route path="/threads"><ThreadsScreen /></Route>
      <Route path="/threads/new"><NewThreadScreen /></Route>
      <Route path="/threads/:id">{thread}</Route>
      <Route path="/search"><SearchScreen /></Route>
      <Route path="/people"><PeopleScreen /></Route>
      <Route path="/toolbox"><NotesScreen key="tool" kind="tool" /></Route>
      <Route path="/team"><NotesScreen key="team" kind="team" /></Route>
      <Route path="/notices"><NoticesScreen /></Route>
      <Route path="/outbox"><OutboxScreen /></Route>
      <Route path="/settings"><own.Screens /></Route>
      <Route path="/own/*"><own.Screens /></Route>
      <Route><Redirect to="/" replace /></Route>
    </Switch>
  );
}
