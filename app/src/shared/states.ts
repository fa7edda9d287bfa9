// SPDX-License-Identifier: Apache-2.0
// The states of cohorts, seats and places, and hats, as words of the catalogues.
import { CohortState, EnrolmentState, Role, SeatState } from '@samstig/client/messages';
import type { MessageKey } from '../messages';

export const cohortStateKeys: Record<CohortState, MessageKey> = {
  [CohortState.UNSPECIFIED]: 'cohort.draft', [CohortState.DRAFT]: 'cohort.draft', [CohortState.ANNOUNCED]: 'cohort.announced',
  [CohortState.ENROLLING]: 'cohort.enrolling', [CohortState.CONFIRMED]: 'cohort.confirmed', [CohortState.RUNNING]: 'cohort.running',
  [CohortState.WRAPPING_UP]: 'cohort.wrappingUp', [CohortState.ALUMNI]: 'cohort.alumni', [CohortState.ARCHIVED]: 'cohort.archived',
  [CohortState.CANCELLED]: 'cohort.cancelled', [CohortState.PAUSED]: 'cohort.paused',
};

export const seatStateKeys: Record<SeatState, MessageKey> = {
  [SeatState.UNSPECIFIED]: 'seat.requested', [SeatState.REQUESTED]: 'seat.requested', [SeatState.AGREED]: 'seat.agreed', [SeatState.DECLINED]: 'seat.declined',
};

export const placeStateKeys: Record<EnrolmentState, MessageKey> = {
  [EnrolmentState.UNSPECIFIED]: 'place.active', [EnrolmentState.WAITLISTED]: 'place.waitlisted', [EnrolmentState.ACTIVE]: 'place.active',
  [EnrolmentState.COMPLETED]: 'place.completed', [EnrolmentState.WITHDRAWN]: 'place.withdrawn',
};

export const roleKeys: Record<Role, MessageKey> = {
  [Role.UNSPECIFIED]: 'role.leader', [Role.LEADER]: 'role.leader', [Role.MUNICIPALITY_ADMIN]: 'role.admin', [Role.COACH]: 'role.coach', [Role.ORGANISER]: 'role.organiser',
  [Role.GUEST]: 'role.guest',
};

// Municipalities may ask for seats and enrol people.
export function takesEnrolments(state: CohortState): boolean {
  return state === CohortState.ENROLLING || state === CohortState.CONFIRMED || state === CohortState.RUNNING;
}
