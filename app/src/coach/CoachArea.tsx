// SPDX-License-Identifier: Apache-2.0
// The coach's screens and their addresses.
import '../shared/staff.css';
import type { Id } from '@samstig/client';
import type { ComponentType } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { idFrom } from '../shared/ids';
import { AnnouncementsScreen } from './announcements/AnnouncementsScreen';
import { AssignmentEditor } from './assignments/AssignmentEditor';
import { AssignmentsScreen } from './assignments/AssignmentsScreen';
import { LibraryScreen } from './assignments/LibraryScreen';
import { BoardScreen } from './board/BoardScreen';
import { FiguresScreen } from './figures/FiguresScreen';
import { GroupsScreen } from './groups/GroupsScreen';
import { GuestsScreen } from './guests/GuestsScreen';
import { ModerationScreen } from './moderation/ModerationScreen';
import { ReportScreen } from './review/ReportScreen';
import { ReviewScreen } from './review/ReviewScreen';

// One screen for each thing, begun anew when the address names another.
function withId(Screen: ComponentType<{ id: Id }>, otherwise: string) {
  return ({ id }: { id: string }) => {
    const found = idFrom(id);
    return found ? <Screen key={id} id={found} /> : <Redirect to={otherwise} replace />;
  };
}

const report = withId(ReportScreen, '/coach/review');
const edit = withId(({ id }) => <AssignmentEditor id={id} />, '/coach/assignments');

export default function CoachArea() {
  return (
    <Switch>
      <Route path="/coach"><BoardScreen /></Route>
      <Route path="/coach/review"><ReviewScreen /></Route>
      <Route path="/coach/review/:id">{report}</Route>
      <Route path="/coach/assignments"><AssignmentsScreen /></Route>
      <Route path="/coach/assignments/new"><AssignmentEditor key="new" /></Route>
      <Route path="/coach/assignments/new/:code">{({ code }: { code: string }) => <AssignmentEditor key={code} code={code} />}</Route>
      <Route path="/coach/assignments/library"><LibraryScreen /></Route>
      <Route path="/coach/assignments/:id">{edit}</Route>
      <Route path="/coach/groups"><GroupsScreen /></Route>
      <Route path="/coach/moderation"><ModerationScreen /></Route>
      <Route path="/coach/announcements"><AnnouncementsScreen /></Route>
      <Route path="/coach/guests"><GuestsScreen /></Route>
      <Route path="/coach/figures"><FiguresScreen /></Route>
      <Route><Redirect to="/coach" replace /></Route>
    </Switch>
  );
}
