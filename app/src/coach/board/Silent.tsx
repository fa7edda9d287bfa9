// SPDX-License-Identifier: Apache-2.0
// Who has handed in nothing though it is open, assignment by assignment: a nudge for one of them or all is
// one click.
import { Button, Textfield } from '@digdir/designsystemet-react';
import { BellIcon } from '@navikt/aksel-icons';
import { useId, useState } from 'react';
import { useClient } from '../../shared/client';
import { Empty, Section } from '../../shared/Page';
import { PersonLine } from '../../shared/Person';
import { useVoice } from '../../shared/say';
import { useKept } from '../../shared/useKept';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import type { Leader } from '../cohorts';
import type { Board, BoardColumn } from './board';
import { nudgeIntent } from './nudging';

interface Waiting {
  leader: Leader;
  nudged: { count: number; lastMs: number } | null;
  fromMs: number;
}

function waitingIn(board: Board<Leader>, column: BoardColumn): Waiting[] {
  const at = board.columns.indexOf(column);
  return board.rows.filter((row) => column.silent.includes(row.leader.id)).map((row) => ({
    leader: row.leader, nudged: row.cells[at]!.nudge, fromMs: row.cells[at]!.nudgeFromMs ?? 0,
  }));
}

export function Silent({ board }: { board: Board<Leader> & { now: number } }) {
  const { t } = useWords();
  const columns = board.columns.filter(({ silent }) => silent.length > 0);
  return (
    <Section id="silent" title={t('silent.title')}>
      {columns.length === 0
        ? <Empty title={t('silent.nobody')}><p>{t('silent.nobodyWords')}</p></Empty>
        : columns.map((column) => <SilentOn key={column.task.id} board={board} column={column} />)}
    </Section>
  );
}

function SilentOn({ board, column }: { board: Board<Leader> & { now: number }; column: BoardColumn }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const write = useWrite();
  const { say } = useVoice();
  const id = useId();
  const form = useKept(`nudge.${column.task.id}`, { text: '' });
  const [busy, setBusy] = useState(false);
  const waiting = waitingIn(board, column);
  const ready = waiting.filter(({ fromMs }) => fromMs <= board.now);
  const nudge = async (people: Waiting[]) => {
    setBusy(true);
    const sent: string[] = [];
    for (const { leader } of people) {
      if (await write(await nudgeIntent(client, leader.id, column.task.id, form.value.text))) sent.push(leader.name);
    }
    setBusy(false);
    if (sent.length > 0) say(t('silent.nudged', { count: sent.length, name: sent[0]! }));
    if (sent.length === people.length && people.length === ready.length) form.letGo({ text: '' });
  };
  return (
    <article className="silent" aria-labelledby={id}>
      <header className="silent-head">
        <h3 id={id} className="item-title" dir="auto">{column.task.title}</h3>
        <span className="muted">{t('assignment.due', { day: words.day(column.task.dueMs) })}</span>
        <Button data-size="sm" disabled={busy || ready.length === 0} onClick={() => void nudge(ready)}>
          <BellIcon aria-hidden /> {t('silent.nudgeAll', { count: ready.length })}
        </Button>
      </header>
      <ul className="plain-list silent-people">
        {waiting.map((one) => (
          <li key={one.leader.id}>
            <PersonLine person={one.leader} />
            {one.fromMs <= board.now
              ? <Button variant="secondary" data-size="sm" disabled={busy} aria-label={t('silent.nudge', { name: one.leader.name })} onClick={() => void nudge([one])}><BellIcon aria-hidden /> {t('nudge.send')}</Button>
              : <span className="muted">{t('silent.wasNudged', { near: words.near(one.nudged?.lastMs ?? 0, board.now) })}</span>}
          </li>
        ))}
      </ul>
      <details className="silent-words">
        <summary>{t('silent.addWords')}</summary>
        <Textfield multiline label={t('nudge.words')} description={t('nudge.wordsHint')} value={form.value.text} maxLength={1900} dir="auto"
          onChange={(event) => form.change({ text: event.target.value })} />
      </details>
    </article>
  );
}
