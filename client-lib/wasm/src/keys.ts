// SPDX-License-Identifier: Apache-2.0
// The numbers of the look-up keys (domain/rules/keys.h); a test compares the two.
import type { KeyName } from './api';

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
};
