// SPDX-License-Identifier: Apache-2.0
// Seats and places: the administration of who comes, listed by name elsewhere, so it is always told. Pure.
import { byName, type Facts, type Place, type Seats } from './facts';
import { enrolmentFigures, makeRow, type RowKind, type Sheet, type SheetRow } from './sheet';

class Tally {
  private readonly counts = { asked: 0, agreed: 0, active: 0, waiting: 0, completed: 0, withdrawn: 0, returning: 0 };
  private readonly people = new Set<string>();

  addSeats(seats: Seats): void {
    this.counts.asked += seats.asked;
    this.counts.agreed += seats.agreed;
  }

  addPlace(place: Place): void {
    this.people.add(place.person);
    ++this.counts[place.state];
    if (place.returning && place.state !== 'withdrawn') ++this.counts.returning;
  }

  row(kind: RowKind, label: string): SheetRow {
    return makeRow(kind, label, this.people.size, 'told', enrolmentFigures.map((figure) => this.counts[figure]));
  }
}

// By municipality in one cohort, or by cohort over several.
export function enrolmentSheet(facts: Facts, by: 'municipality' | 'cohort'): Sheet {
  const names = by === 'municipality' ? facts.municipalities : facts.cohorts;
  const tallies = new Map<string, Tally>();
  const total = new Tally();
  const of = (key: string) => {
    let found = tallies.get(key);
    if (!found) tallies.set(key, (found = new Tally()));
    return found;
  };
  for (const seats of facts.seats) {
    of(seats[by]).addSeats(seats);
    total.addSeats(seats);
  }
  for (const place of facts.places) {
    of(place[by]).addPlace(place);
    total.addPlace(place);
  }
  // Cohorts in their own order, municipalities by name.
  const ordered = by === 'municipality' ? byName(names) : [...names];
  const rows = ordered.flatMap(([id, name]) => tallies.get(id)?.row(by, name) ?? []);
  return { figures: enrolmentFigures, counted: 'enrolled', groups: [{ heading: by, rows: [...rows, total.row('total', '')] }] };
}
