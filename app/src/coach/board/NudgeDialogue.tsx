// SPDX-License-Identifier: Apache-2.0
// From a cell of the board: a word to one leader about one assignment.
import { Textfield } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { Ask } from '../../shared/Ask';
import { useClient } from '../../shared/client';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import type { Leader } from '../cohorts';
import type { Cell } from './board';
import { nudgeIntent } from './nudging';

interface NudgeDialogueProps {
  leader: Leader;
  cell: Cell;
  title: string;
  now: number;
  onClose: () => void;
}

export function NudgeDialogue({ leader, cell, title, now, onClose }: NudgeDialogueProps) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const write = useWrite();
  const [text, setText] = useState('');
  const from = cell.nudgeFromMs ?? 0;
  const tooSoon = from > now;
  const nudge = async () => {
    const sent = await write(await nudgeIntent(client, leader.id, cell.task, text), { said: t('nudge.sent', { name: leader.name }) });
    if (sent) onClose();
  };
  return (
    <Ask title={t('nudge.title', { name: leader.name })} onClose={onClose}
      yes={{ label: t('nudge.send'), act: () => void nudge(), disabled: tooSoon }}>
      <p>{t('nudge.about', { title })}</p>
      {tooSoon
        ? <p role="status">{t('nudge.tooSoon', { moment: words.moment(from) })}</p>
        : <Textfield multiline label={t('nudge.words')} description={t('nudge.wordsHint')} value={text} maxLength={1900} dir="auto"
            onChange={(event) => setText(event.target.value)} />}
    </Ask>
  );
}
