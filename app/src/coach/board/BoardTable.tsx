// SPDX-License-Identifier: Apache-2.0
// The table of the board. One stop for the tab key; inside, the arrows go from cell to cell, and Enter opens
// what is there. On a phone the names stay while the assignments are moved sideways.
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useWords } from '../../shared/words';
import type { Leader } from '../cohorts';
import { type Board, type BoardRow, type Cell, moveInBoard } from './board';
import { CellMark, cellWords, Legend } from './CellMark';
import { NudgeDialogue } from './NudgeDialogue';

export function BoardTable({ board }: { board: Board<Leader> & { now: number } }) {
  const words = useWords();
  const { t } = words;
  const id = useId();
  const [, go] = useLocation();
  const body = useRef<HTMLTableSectionElement>(null);
  const [focused, setFocused] = useState({ row: 0, column: 0 });
  const [asked, setAsked] = useState<{ row: BoardRow<Leader>; cell: Cell } | null>(null);
  const size = { rows: board.rows.length, columns: board.columns.length };
  const at = { row: Math.min(focused.row, size.rows - 1), column: Math.min(focused.column, size.columns - 1) };

  const onKey = (event: KeyboardEvent) => {
    const to = moveInBoard(at, event.key, size);
    if (!to || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setFocused(to);
    body.current?.querySelector<HTMLElement>(`[data-at="${to.row} ${to.column}"]`)?.focus();
  };
  const open = (row: BoardRow<Leader>, cell: Cell) => {
    if (cell.report) go(`/coach/review/${cell.report}`);
    else if (cell.nudgeFromMs !== null) setAsked({ row, cell });
  };

  return (
    <div className="board">
      <p id={`${id}-how`} className="muted board-how">{t('board.how')}</p>
      <div className="table-scroll board-scroll">
        <table role="grid" className="board-table" aria-labelledby={`${id}-name`} aria-describedby={`${id}-how`}>
          <caption id={`${id}-name`} className="visually-hidden">{t('board.table')}</caption>
          <thead>
            <tr role="row">
              <th scope="col" role="columnheader" className="board-corner">{t('board.leader')}</th>
              {board.columns.map(({ task, handedIn, addressees }) => (
                <th key={task.id} scope="col" role="columnheader" className="board-task">
                  <span className="board-task-title" dir="auto">{task.title}</span>
                  <span className="muted">{t('board.handedIn', { handedIn, addressees })}</span>
                </th>
              ))}
              <th scope="col" role="columnheader" className="board-last">{t('board.last')}</th>
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={onKey}>
            {board.rows.map((row, y) => (
              <tr key={row.leader.id} role="row" data-quiet={row.quiet || undefined}>
                <th scope="row" role="rowheader" className="board-name">
                  <bdi>{row.leader.name}</bdi> <span className="muted">{row.leader.municipality}</span>
                </th>
                {row.cells.map((cell, x) => (
                  <td key={cell.task} role="gridcell">
                    <button type="button" className="board-cell" data-at={`${y} ${x}`} tabIndex={y === at.row && x === at.column ? 0 : -1}
                      aria-label={cellWords(words, cell)} title={cellWords(words, cell)}
                      aria-disabled={cell.report === null && cell.nudgeFromMs === null ? true : undefined}
                      onFocus={() => setFocused({ row: y, column: x })} onClick={() => open(row, cell)}>
                      <CellMark state={cell.state} />
                      {cell.nudge && cell.report === null && <span className="cell-nudged" aria-hidden="true" />}
                    </button>
                  </td>
                ))}
                <td role="gridcell" className="board-last muted">{row.lastMs === 0 ? t('board.never') : words.near(row.lastMs, board.now)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Legend />
      {asked && (
        <NudgeDialogue leader={asked.row.leader} cell={asked.cell} now={board.now}
          title={board.columns.find(({ task }) => task.id === asked.cell.task)?.task.title ?? ''} onClose={() => setAsked(null)} />
      )}
    </div>
  );
}
