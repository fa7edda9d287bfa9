// SPDX-License-Identifier: Apache-2.0
// Who has handed in what, as counts of people. Drafts are never counted. Pure.
import { byName, type Attempt, type Facts, takingPart, type Task } from './facts';
import { makeRow, progressFigures, type Sheet, type SheetGroup } from './sheet';
import { tellingBesideTotal, tellingOf } from './small_groups';

// All that one person handed in on one assignment.
interface Work {
  person: string;
  task: Task;
  first: Attempt;
  latest: Attempt;
  answered: boolean;
}

type Says = Record<(typeof progressFigures)[number], boolean>;

const says = (work: Work): Says => ({
  handedIn: true,
  late: work.first.late,
  answered: work.answered,
  acknowledged: work.latest.state === 'acknowledged',
  returned: work.latest.state === 'returned',
  didNotWork: work.latest.didNotWork,
});

// For each figure the people it counts: somebody with two reports is one person.
class Tally {
  private readonly people = progressFigures.map(() => new Set<string>());

  add(work: Work): void {
    const said = says(work);
    progressFigures.forEach((figure, at) => said[figure] && this.people[at]!.add(work.person));
  }
  values(): number[] {
    return this.people.map((people) => people.size);
  }
}

class Tallies {
  private readonly all = new Map<string, Tally>();

  of(key: string): Tally {
    let found = this.all.get(key);
    if (!found) this.all.set(key, (found = new Tally()));
    return found;
  }
}

const isFor = (task: Task, person: string) => !task.only || task.only.has(person);

function worksIn(facts: Facts, leaders: Map<string, string>): Work[] {
  const tasks = new Map(facts.tasks.map((task) => [task.id, task]));
  const works = new Map<string, Work>();
  for (const attempt of facts.attempts) {
    const task = tasks.get(attempt.task);
    if (!task || !leaders.has(attempt.person) || !isFor(task, attempt.person)) continue;
    const key = `${attempt.person} ${attempt.task}`;
    const work = works.get(key);
    if (!work) {
      works.set(key, { person: attempt.person, task, first: attempt, latest: attempt, answered: attempt.answered });
      continue;
    }
    if (attempt.number < work.first.number) work.first = attempt;
    if (attempt.number > work.latest.number) work.latest = attempt;
    work.answered ||= attempt.answered;
  }
  return [...works.values()];
}

function byTask(facts: Facts, leaders: Map<string, string>, works: Work[]): SheetGroup {
  const tasks = new Tallies();
  const themes = new Tallies();
  for (const work of works) {
    tasks.of(work.task.id).add(work);
    // One for a group or one person counts in its own row alone: in sums with others, what that row keeps
    // back for so few could be worked out.
    if (!work.task.only) themes.of(work.task.theme).add(work);
  }
  const rows = [];
  const ordered = [...facts.themes].sort((a, b) => a.position - b.position);
  for (const theme of [...ordered, { id: '', name: '', position: 0 }]) {
    const own = facts.tasks.filter((task) => task.theme === theme.id).sort((a, b) => a.dueMs - b.dueMs);
    if (own.length === 0) continue;
    rows.push(makeRow(theme.id ? 'theme' : 'withoutTheme', theme.name, leaders.size, tellingOf(leaders.size), themes.of(theme.id).values()));
    for (const task of own) {
      const whom = [...leaders.keys()].filter((person) => isFor(task, person)).length;
      rows.push(makeRow('assignment', task.title, whom, tellingOf(whom), tasks.of(task.id).values()));
    }
  }
  return { heading: 'assignment', rows };
}

function byMunicipality(facts: Facts, leaders: Map<string, string>, works: Work[]): SheetGroup {
  const counts = new Map<string, number>();
  for (const municipality of leaders.values()) counts.set(municipality, (counts.get(municipality) ?? 0) + 1);
  const tallies = new Tallies();
  const total = new Tally();
  for (const work of works) {
    if (work.task.only) continue;
    tallies.of(leaders.get(work.person)!).add(work);
    total.add(work);
  }
  const ordered = byName(facts.municipalities).filter(([id]) => counts.has(id));
  const telling = tellingBesideTotal(ordered.map(([id]) => counts.get(id)!));
  const rows = ordered.map(([id, name], at) => makeRow('municipality', name, counts.get(id)!, telling[at]!, tallies.of(id).values()));
  rows.push(makeRow('total', '', leaders.size, tellingOf(leaders.size), total.values()));
  return { heading: 'municipality', rows };
}

export function progressSheet(facts: Facts): Sheet {
  const leaders = takingPart(facts);
  const works = worksIn(facts, leaders);
  return {
    figures: progressFigures, counted: 'takingPart',
    groups: [byTask(facts, leaders, works), byMunicipality(facts, leaders, works)],
  };
}
