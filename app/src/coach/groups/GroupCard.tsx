// SPDX-License-Identifier: Apache-2.0
// One group: its people, its name, and its end.
import { Button, Tag, Textfield } from '@digdir/designsystemet-react';
import { ChangeGroupSchema, create, DissolveGroupSchema } from '@samstig/client/messages';
import { useId, useState } from 'react';
import { Ask } from '../../shared/Ask';
import { idFrom } from '../../shared/ids';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { pairsInCommand } from './command';
import type { Groups, GroupView } from './groups';
import { type OnMove, People } from './People';

export function GroupCard({ group, all, onMove }: { group: GroupView; all: Groups; onMove: OnMove }) {
  const { t } = useWords();
  const id = useId();
  const [asked, setAsked] = useState<'rename' | 'dissolve' | null>(null);
  const municipalities = new Set(group.people.map(({ municipality }) => municipality).filter(Boolean)).size;
  return (
    <article className="group" aria-labelledby={id}>
      <header className="group-head">
        <h2 id={id} className="item-title" dir="auto">{group.name}</h2>
        {group.of.pending && <Tag data-size="sm" data-color="lake">{t('work.sending')}</Tag>}
        <span className="muted">{t('groups.size', { people: group.people.length, municipalities })}</span>
      </header>
      <People people={group.people} from={group.id} groups={all.groups} onMove={onMove} />
      {group.gone.length > 0 && <p className="muted">{t('groups.gone', { count: group.gone.length })}</p>}
      <div className="buttons">
        <Button variant="tertiary" data-size="sm" onClick={() => setAsked('rename')}>{t('groups.rename')}</Button>
        <Button variant="tertiary" data-size="sm" onClick={() => setAsked('dissolve')}>{t('groups.dissolve')}</Button>
      </div>
      {asked === 'rename' && <Rename group={group} all={all} onClose={() => setAsked(null)} />}
      {asked === 'dissolve' && <Dissolve group={group} onClose={() => setAsked(null)} />}
    </article>
  );
}

function Rename({ group, all, onClose }: { group: GroupView; all: Groups; onClose: () => void }) {
  const { t } = useWords();
  const write = useWrite();
  const [name, setName] = useState(group.name);
  // Those who are gone from the cohort cannot be in a group that is written anew.
  const rename = (to: string) => ({
    case: 'changeGroup' as const,
    value: create(ChangeGroupSchema, {
      id: group.of.id, name: to, personIds: group.people.map(({ id }) => idFrom(id)!),
      acrossCommand: pairsInCommand(group.people.map(({ id }) => id), all.managers).length > 0,
    }),
  });
  const save = async () => {
    const sent = await write(rename(name.trim()), { said: t('groups.renamed', { name: name.trim() }), undo: () => void write(rename(group.name)) });
    if (sent) onClose();
  };
  return (
    <Ask title={t('groups.rename')} onClose={onClose} yes={{ label: t('editor.save'), act: () => void save(), disabled: name.trim() === '' }}>
      <Textfield label={t('groups.name')} value={name} maxLength={100} dir="auto" onChange={(event) => setName(event.target.value)} />
    </Ask>
  );
}

function Dissolve({ group, onClose }: { group: GroupView; onClose: () => void }) {
  const { t } = useWords();
  const write = useWrite();
  const dissolve = async () => {
    const sent = await write({ case: 'dissolveGroup', value: create(DissolveGroupSchema, { id: group.of.id }) }, { said: t('groups.didDissolve', { name: group.name }) });
    if (sent) onClose();
  };
  return (
    <Ask title={t('groups.dissolveTitle', { name: group.name })} onClose={onClose} yes={{ label: t('groups.dissolve'), act: () => void dissolve(), danger: true }}>
      <p>{t('groups.dissolveWords')}</p>
    </Ask>
  );
}
