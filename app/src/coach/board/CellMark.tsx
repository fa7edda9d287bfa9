// SPDX-License-Identifier: Apache-2.0
// What a cell says, as a sign and in words; colour only underlines it.
import {
  ArrowUndoIcon, ChatIcon, CheckmarkIcon, CircleBrokenIcon, CircleIcon, ClockDashedIcon, EnvelopeClosedIcon, ExclamationmarkIcon, MinusIcon,
} from '@navikt/aksel-icons';
import { useWords, type Words } from '../../shared/words';
import type { Cell, CellState } from './board';

export const cellStates: CellState[] = ['waits', 'answered', 'returned', 'done', 'open', 'overdue', 'missed', 'notOpen', 'notForThem'];

const icons = {
  notForThem: MinusIcon, notOpen: ClockDashedIcon, open: CircleIcon, overdue: ExclamationmarkIcon, missed: CircleBrokenIcon,
  waits: EnvelopeClosedIcon, answered: ChatIcon, returned: ArrowUndoIcon, done: CheckmarkIcon,
};

export function CellMark({ state }: { state: CellState }) {
  const Icon = icons[state];
  return <span className="cell-mark" data-state={state}><Icon aria-hidden /></span>;
}

export function cellWords(words: Words, cell: Cell): string {
  const { t } = words;
  const parts = [t(`cell.${cell.state}`)];
  if (cell.late) parts.push(t('cell.late'));
  if (cell.didNotWork) parts.push(t('cell.didNotWork'));
  if (cell.attempts > 1) parts.push(t('cell.attempts', { count: cell.attempts }));
  if (cell.nudge && cell.report === null) parts.push(t('cell.nudged', { day: words.shortDay(cell.nudge.lastMs) }));
  return parts.join(', ');
}

export function Legend() {
  const { t } = useWords();
  return (
    <details className="legend">
      <summary>{t('board.legend')}</summary>
      <ul className="plain-list">
        {cellStates.map((state) => <li key={state}><CellMark state={state} /> {t(`cell.${state}`)}</li>)}
      </ul>
    </details>
  );
}
