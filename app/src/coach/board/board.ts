// SPDX-License-Identifier: Apache-2.0
// The board of a cohort: leaders by assignments, what each cell says, who is silent. What a coach sees is
// what a leader handed in or said: never drafts, never what was read. By name, no ranking. Pure.

export interface BoardTask {
  id: string;
  title: string;
  opensMs: number;
  dueMs: number;
  closed: boolean;
  // For whom, when not for everybody.
  only: Set<string> | null;
}
export interface BoardAttempt {
  id: string;
  person: string;
  task: string;
  // 0 until the server has numbered it.
  number: number;
  madeMs: number;
  state: 'submitted' | 'inDialogue' | 'returned' | 'acknowledged';
  late: boolean;
  didNotWork: boolean;
}
export interface BoardTurn {
  attempt: string;
  author: string;
  madeMs: number;
  pending: boolean;
}
export interface BoardNudge {
  person: string;
  task: string;
  count: number;
  lastMs: number;
}
export interface BoardFacts<Leader extends { id: string }> {
  now: number;
  // How long after its due time work is still taken.
  graceMs: number;
  leaders: Leader[];
  tasks: BoardTask[];
  attempts: BoardAttempt[];
  turns: BoardTurn[];
  nudges: BoardNudge[];
  posts: { author: string; madeMs: number }[];
}

// 'open', 'overdue' and 'missed': nothing handed in. 'waits': for a coach's answer.
export type CellState = 'notForThem' | 'notOpen' | 'open' | 'overdue' | 'missed' | 'waits' | 'answered' | 'returned' | 'done';

export interface Cell {
  task: string;
  state: CellState;
  late: boolean;
  didNotWork: boolean;
  attempts: number;
  // The newest report; null when there is none.
  report: string | null;
  nudge: { count: number; lastMs: number } | null;
  // From when on the leader may be nudged about it; null when it makes no sense.
  nudgeFromMs: number | null;
}
export interface BoardRow<Leader> {
  leader: Leader;
  cells: Cell[];
  // When the leader last handed in or said something here; 0: never.
  lastMs: number;
  quiet: boolean;
}
export interface BoardColumn {
  task: BoardTask;
  handedIn: number;
  addressees: number;
  // Who has handed in nothing though it is open.
  silent: string[];
}
export interface Board<Leader> {
  columns: BoardColumn[];
  rows: BoardRow<Leader>[];
  waiting: number;
}

export const kQuietMs = 14 * 24 * 3600 * 1000;
// As domain/rules has it.
const kBetweenNudgesMs = 24 * 3600 * 1000;

const isFor = (task: BoardTask, person: string) => !task.only || task.only.has(person);
export const isSilent = (state: CellState) => state === 'open' || state === 'overdue' || state === 'missed';

function newest(attempts: BoardAttempt[]): BoardAttempt | undefined {
  const order = (attempt: BoardAttempt) => attempt.number || Number.MAX_SAFE_INTEGER;
  return [...attempts].sort((a, b) => order(a) - order(b) || a.madeMs - b.madeMs).at(-1);
}

// In the order in which the server has them; what it has not judged is the newest.
function lastTurn(turns: BoardTurn[]): BoardTurn | undefined {
  return [...turns].sort((a, b) => Number(a.pending) - Number(b.pending) || a.madeMs - b.madeMs).at(-1);
}

// A report waits for a coach until somebody but its author has the last word.
export function waitsForCoach(attempt: Pick<BoardAttempt, 'state' | 'person'>, turns: BoardTurn[]): boolean {
  if (attempt.state === 'submitted') return true;
  return attempt.state === 'inDialogue' && lastTurn(turns)?.author === attempt.person;
}

function stateWithout(task: BoardTask, facts: { now: number; graceMs: number }): CellState {
  if (facts.now < task.opensMs) return 'notOpen';
  if (task.closed || facts.now > task.dueMs + facts.graceMs) return 'missed';
  return facts.now > task.dueMs ? 'overdue' : 'open';
}

function stateWith(attempt: BoardAttempt, turns: BoardTurn[]): CellState {
  if (waitsForCoach(attempt, turns)) return 'waits';
  switch (attempt.state) {
    case 'returned': return 'returned';
    case 'acknowledged': return 'done';
    default: return 'answered';
  }
}

class Lookup<T> {
  private readonly all = new Map<string, T[]>();

  constructor(items: T[], key: (item: T) => string) {
    for (const item of items) {
      const at = this.all.get(key(item));
      if (at) at.push(item);
      else this.all.set(key(item), [item]);
    }
  }
  of(key: string): T[] {
    return this.all.get(key) ?? [];
  }
}

export function computeBoard<Leader extends { id: string }>(facts: BoardFacts<Leader>): Board<Leader> {
  const attempts = new Lookup(facts.attempts, ({ person, task }) => `${person} ${task}`);
  const attemptsOf = new Lookup(facts.attempts, ({ person }) => person);
  const turnsOn = new Lookup(facts.turns, ({ attempt }) => attempt);
  const saidBy = new Lookup([...facts.turns, ...facts.posts], ({ author }) => author);
  const nudges = new Map(facts.nudges.map((nudge) => [`${nudge.person} ${nudge.task}`, nudge]));
  // Those that are due first come first: so they stand as they are walked.
  const tasks = [...facts.tasks].sort((a, b) => a.opensMs - b.opensMs || a.dueMs - b.dueMs || (a.id < b.id ? -1 : 1));

  const cellOf = (person: string, task: BoardTask): Cell => {
    const given = attempts.of(`${person} ${task.id}`);
    const last = newest(given);
    const nudge = nudges.get(`${person} ${task.id}`);
    const cell: Cell = {
      task: task.id, state: 'notForThem', late: last?.late ?? false, didNotWork: last?.didNotWork ?? false, attempts: given.length,
      report: last?.id ?? null, nudge: nudge ? { count: nudge.count, lastMs: nudge.lastMs } : null, nudgeFromMs: null,
    };
    // Who handed in before being taken out of the group has still handed in.
    if (last) return { ...cell, state: stateWith(last, turnsOn.of(last.id)) };
    if (!isFor(task, person)) return cell;
    const state = stateWithout(task, facts);
    const mayHandIn = state === 'open' || state === 'overdue';
    return { ...cell, state, nudgeFromMs: mayHandIn ? (nudge ? nudge.lastMs + kBetweenNudgesMs : 0) : null };
  };

  const rows = facts.leaders.map((leader): BoardRow<Leader> => {
    const cells = tasks.map((task) => cellOf(leader.id, task));
    const times = [...attemptsOf.of(leader.id), ...saidBy.of(leader.id)].map(({ madeMs }) => madeMs);
    const lastMs = Math.max(0, ...times);
    const hasToDo = cells.some(({ state }) => state === 'open' || state === 'overdue' || state === 'returned');
    return { leader, cells, lastMs, quiet: hasToDo && facts.now - lastMs > kQuietMs };
  });
  const columns = tasks.map((task, at): BoardColumn => {
    const cells = rows.map((row) => ({ person: row.leader.id, cell: row.cells[at]! })).filter(({ cell }) => cell.state !== 'notForThem');
    return {
      task, addressees: cells.length, handedIn: cells.filter(({ cell }) => cell.report !== null).length,
      silent: cells.filter(({ cell }) => cell.state === 'open' || cell.state === 'overdue').map(({ person }) => person),
    };
  });
  return { columns, rows, waiting: rows.flatMap(({ cells }) => cells).filter(({ state }) => state === 'waits').length };
}

// Where the focus goes in the table by an arrow; it stays at the edges.
export function moveInBoard(at: { row: number; column: number }, key: string, size: { rows: number; columns: number }): { row: number; column: number } | null {
  const to = { ...at };
  switch (key) {
    case 'ArrowUp': --to.row; break;
    case 'ArrowDown': ++to.row; break;
    case 'ArrowLeft': --to.column; break;
    case 'ArrowRight': ++to.column; break;
    case 'Home': to.column = 0; break;
    case 'End': to.column = size.columns - 1; break;
    case 'PageUp': to.row = 0; break;
    case 'PageDown': to.row = size.rows - 1; break;
    default: return null;
  }
  const inside = (value: number, count: number) => Math.min(Math.max(0, value), count - 1);
  return { row: inside(to.row, size.rows), column: inside(to.column, size.columns) };
}
