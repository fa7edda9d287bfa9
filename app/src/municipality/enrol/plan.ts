// SPDX-License-Identifier: Apache-2.0
// What enrolling a leader would do: the same list sent again enrols nobody twice. A leader is known by the
// employer's number, else by the address; who gave the place back is enrolled anew.
import type { Id, Intent, Samstig } from '@samstig/client';
import { create, EnrolLeaderSchema, EnrolmentState } from '@samstig/client/messages';
import { all, one, type Of } from '../../shared/copy';
import { idText, isId, sameId } from '../../shared/ids';
import { keyOf, type Leader, normalEmail } from './cells';

// 'waits': kept on this device already, and will be sent.
export type Standing = 'new' | 'again' | 'waits' | 'there';

export interface Plan {
  standing: Standing;
  // Of the enrolment that is there or is to be.
  id: Id;
}

export class Enrolling {
  // Enrolments anew that the server has not judged do not show whose they are.
  private waiting: Map<string, Id> | null = null;

  constructor(private readonly client: Samstig, private readonly cohort: Id, private readonly municipality: Id) {}

  async planFor(leader: Leader): Promise<Plan> {
    const id = await this.client.namedId('enrolment', this.cohort, this.municipality, keyOf(leader));
    // Who is enrolled by address and later listed with a number is still the same leader.
    const byEmail = await this.client.namedId('enrolment', this.cohort, this.municipality, normalEmail(leader.email));
    let withdrawn = false;
    for (const known of [id, byEmail]) {
      const found = await one(this.client, 'enrolment', known);
      if (!found) continue;
      if (found.body.state !== EnrolmentState.WITHDRAWN) return this.at(found);
      withdrawn = true;
      const place = await this.placeOf(found.body.personId);
      if (place) return place;
    }
    if (!withdrawn) return { standing: 'new', id };
    const waits = (await this.waitingEmails()).get(normalEmail(leader.email));
    return waits ? { standing: 'waits', id: waits } : { standing: 'again', id: this.client.newId() };
  }

  intent(plan: Plan, leader: Leader, language: string): Intent {
    return {
      case: 'enrolLeader',
      value: create(EnrolLeaderSchema, {
        id: plan.id, cohortId: this.cohort, municipalityId: this.municipality, personId: this.client.newId(), membershipId: this.client.newId(),
        name: leader.name, email: leader.email, position: leader.position, sector: leader.sector, language: leader.language || language,
        managerEmail: leader.manager,
      }),
    };
  }

  private at(place: Of<'enrolment'>): Plan {
    return { standing: place.pending ? 'waits' : 'there', id: place.id };
  }

  private async placeOf(person: Id): Promise<Plan | null> {
    if (!isId(person)) return null;
    const places = await all(this.client, 'enrolment', 'enrolmentsOfPerson', person);
    const here = places.find(({ body }) => sameId(body.cohortId, this.cohort) && body.state !== EnrolmentState.WITHDRAWN);
    return here ? this.at(here) : null;
  }

  private async waitingEmails(): Promise<Map<string, Id>> {
    if (this.waiting) return this.waiting;
    this.waiting = new Map();
    for (const { state, mutation } of await this.client.outbox()) {
      if (state !== 'waiting' || mutation.intent.case !== 'enrolLeader') continue;
      const { value } = mutation.intent;
      if (idText(value.cohortId) !== idText(this.cohort) || idText(value.municipalityId) !== idText(this.municipality)) continue;
      this.waiting.set(normalEmail(value.email), value.id);
    }
    return this.waiting;
  }
}
