// SPDX-License-Identifier: Apache-2.0
// How much of a thread reaches one.
import { Field, Label, Select } from '@digdir/designsystemet-react';
import { create, Level, SetLevelSchema } from '@samstig/client/messages';
import { useClient, useMe } from '../../shared/client';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import type { ThreadView } from './thread';

const levels = [Level.MUTED, Level.NORMAL, Level.TRACKING, Level.WATCHING] as const;
const keys = { [Level.MUTED]: 'level.muted', [Level.NORMAL]: 'level.normal', [Level.TRACKING]: 'level.tracking', [Level.WATCHING]: 'level.watching' } as const;

export function LevelChoice({ view }: { view: ThreadView }) {
  const { t } = useWords();
  const client = useClient();
  const me = useMe();
  const write = useWrite();
  const choose = async (level: Level) => {
    const id = await client.namedId('subscription', me, view.of.id);
    await write({ case: 'setLevel', value: create(SetLevelSchema, { id, threadId: view.of.id, level }) });
  };
  return (
    <Field className="level">
      <Label>{t('level.title')}</Label>
      <Select width="auto" data-size="sm" value={String(view.level)} onChange={(event) => void choose(Number(event.target.value))}>
        {levels.map((level) => <Select.Option key={level} value={String(level)}>{t(keys[level])}</Select.Option>)}
      </Select>
    </Field>
  );
}
