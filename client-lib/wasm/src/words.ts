// SPDX-License-Identifier: Apache-2.0
// The words of the face for numbers of the core; a test compares them with the headers.
import type { KeyName, Notice, SyncStatus } from './api';

// domain/rules/keys.h.
export const KEYS: Record<KeyName, number> = {
  municipalities: 1,
  persons: 2,
  programmes: 3,
  cohorts: 4,
  parkedItems: 5,
  membershipsOfPerson: 6,
  membershipsAt: 7,
  themesOfProgramme: 8,
  seatsOfCohort: 9,
  enrolmentsOfPerson: 10,
  enrolmentsOfCohort: 11,
  assignmentsOfCohort: 12,
  attemptsAtWork: 13,
  submissionsTo: 14,
  feedbackOn: 15,
  threadsOfCohort: 16,
  postsOfThread: 17,
  reactionsTo: 18,
  groupsOfCohort: 19,
  flagsOn: 22,
  flagsInThread: 23,
  scheduledAssignments: 26,
  publishedInHour: 27,
  announcementsOfCohort: 28,
  enrolmentsOfSeat: 30,
  tools: 31,
  teams: 32,
  disclosuresOfPerson: 33,
  erasures: 34,
  guests: 35,
  guestsUntilHour: 36,
};

// SyncState in client-lib/core/types.h, from 0.
export const STATES: SyncStatus['state'][] =
  ['upToDate', 'syncing', 'offline', 'signedOut', 'stopped', 'serverRefuses', 'deviceTrouble'];

// NoticeWhy in domain/rules/notices.h, from 0.
export const WHY: Notice['why'][] = [
  'mentionsYou', 'answersYou', 'youWatchWhatYouStarted', 'youWatch', 'yourWork', 'yourCohort', 'yourGroup',
  'forYou', 'notDone', 'nudged', 'youCoach', 'goesSoon',
];
