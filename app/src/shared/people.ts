// SPDX-License-Identifier: Apache-2.0
// People as the local copy knows them: name, where they lead, what they do there. Whom this person
// may not see has no name; a plain word stands in.
import type { Id, Samstig } from '@samstig/client';
import type { Membership } from '@samstig/client/messages';
import { PersonTrace, Role } from '@samstig/client/messages';
import type { MessageKey } from '../messages';
import { idText, isId } from './ids';
import type { Words } from './words';

export interface Someone {
  id: string;
  name: string;
  known: boolean;
  // Empty where it is not known.
  municipality: string;
  position: string;
  coach: boolean;
  // Where they are a municipality's administrator, as far as this copy is told.
  adminOf: string[];
}

export async function hatsOf(client: Samstig, person: Id): Promise<Membership[]> {
  const shown = await client.find('membershipsOfPerson', person);
  const hats: Membership[] = [];
  for (const { entity } of shown) {
    if (entity.body.case === 'membership' && !entity.body.value.ended) hats.push(entity.body.value);
  }
  return hats;
}

// In which roles somebody is here, each once. A guest whose time is over is told so: nothing else waits here.
export async function rolesOf(client: Samstig, person: Id): Promise<Role[]> {
  const shown = await client.find('membershipsOfPerson', person);
  const all = shown.flatMap(({ entity }) => (entity.body.case === 'membership' ? [entity.body.value] : []));
  const worn = all.filter((hat) => !hat.ended);
  const wasOnlyGuest = worn.length === 0 && all.length > 0 && all.every((hat) => hat.role === Role.GUEST);
  return wasOnlyGuest ? [Role.GUEST] : [...new Set(worn.map((hat) => hat.role))];
}

// What stands for somebody who was erased; none for a person.
const kTraces: Record<PersonTrace, MessageKey | ''> = {
  [PersonTrace.UNSPECIFIED]: '',
  [PersonTrace.GONE]: 'person.gone',
  [PersonTrace.ANONYMOUS]: 'person.anonymous',
  [PersonTrace.LEADER]: 'person.aLeader',
  [PersonTrace.COACH]: 'person.aCoach',
};

// Looked up once for each query: a thread of a hundred posts has a dozen authors.
export class People {
  private readonly known = new Map<string, Promise<Someone>>();
  private readonly places = new Map<string, Promise<string>>();

  constructor(private readonly client: Samstig, private readonly words: Words) {}

  someone(id: Id): Promise<Someone> {
    const key = isId(id) ? idText(id) : '';
    let found = this.known.get(key);
    if (!found) this.known.set(key, (found = this.lookUp(id, key)));
    return found;
  }

  municipality(id: Id): Promise<string> {
    const key = idText(id);
    let found = this.places.get(key);
    if (!found) {
      found = this.client.get(id).then((shown) =>
        shown?.entity.body.case === 'municipality' ? this.words.pick(shown.entity.body.value.name) : '');
      this.places.set(key, found);
    }
    return found;
  }

  private async lookUp(id: Id, key: string): Promise<Someone> {
    const shown = key ? await this.client.get(id) : null;
    if (shown?.entity.body.case !== 'person') {
      return { id: key, name: this.words.t('person.unknown'), known: false, municipality: '', position: '', coach: false, adminOf: [] };
    }
    // One from a newer version has no words here.
    const trace = kTraces[shown.entity.body.value.trace] ?? 'person.unknown';
    if (trace) return { id: key, name: this.words.t(trace), known: false, municipality: '', position: '', coach: false, adminOf: [] };
    const hats = await hatsOf(this.client, id);
    const admin = hats.flatMap(({ role, place }) => (role === Role.MUNICIPALITY_ADMIN && place.case === 'municipalityId' ? [place.value] : []));
    const leads = hats.find((hat) => hat.role === Role.LEADER && hat.place.case === 'municipalityId');
    return {
      id: key,
      name: shown.entity.body.value.name,
      known: true,
      municipality: leads?.place.case === 'municipalityId' ? await this.municipality(leads.place.value) : '',
      position: leads?.position ?? '',
      coach: hats.some((hat) => hat.role === Role.COACH),
      adminOf: await Promise.all(admin.map((id) => this.municipality(id))),
    };
  }
}
