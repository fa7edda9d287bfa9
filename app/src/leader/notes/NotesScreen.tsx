// SPDX-License-Identifier: Apache-2.0
// A leader's own notes, for no other eyes: the toolbox and the team. Both are kept alike.
import { Button } from '@digdir/designsystemet-react';
import { PadlockLockedIcon, PlusIcon } from '@navikt/aksel-icons';
import { create, DropTeamSchema, DropToolSchema, type Revision } from '@samstig/client/messages';
import { useState } from 'react';
import { all, type Of } from '../../shared/copy';
import { idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { Markdown } from '../../shared/Markdown';
import { Empty, Page } from '../../shared/Page';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { newestFirst } from '../drafting';
import { NoteForm, restored } from './NoteForm';

export type NoteKind = 'tool' | 'team';
export interface Note {
  kind: NoteKind;
  of: Of<'tool'> | Of<'team'>;
  title: string;
  size: number;
  heads: Revision[];
}

function noteOf(kind: NoteKind, of: Of<'tool'> | Of<'team'>): Note {
  const body = of.body;
  return { kind, of, title: 'title' in body ? body.title : body.name, size: 'size' in body ? body.size : 0, heads: newestFirst(body.heads) };
}

const headText = (head: Revision) => (head.content.case === 'text' ? head.content.value : '');

export function NotesScreen({ kind }: { kind: NoteKind }) {
  const words = useWords();
  const { t } = words;
  const notes = useLive(`notes ${kind}`, async (c) => {
    const found = kind === 'tool' ? await all(c, 'tool', 'tools') : await all(c, 'team', 'teams');
    return found.filter(({ body }) => !body.dropped).map((of) => noteOf(kind, of)).reverse();
  });
  const [editing, setEditing] = useState<string | null>(null);
  return (
    <Page title={t(`${kind}.title`)} lead={t(`${kind}.lead`)} over={<><PadlockLockedIcon aria-hidden /> {t('note.private')}</>}
      actions={<Button onClick={() => setEditing('new')}><PlusIcon aria-hidden /> {t(`${kind}.new`)}</Button>}>
      {editing === 'new' && <NoteForm kind={kind} note={null} onDone={() => setEditing(null)} />}
      {notes?.length === 0 && editing !== 'new' && <Empty title={t(`${kind}.none`)}><p>{t(`${kind}.noneWords`)}</p></Empty>}
      <ul className="notes">
        {notes?.map((note) => {
          const id = idText(note.of.id);
          return (
            <li key={id} className="note">
              {editing === id ? <NoteForm kind={kind} note={note} onDone={() => setEditing(null)} /> : <NoteCard note={note} onEdit={() => setEditing(id)} />}
            </li>
          );
        })}
      </ul>
    </Page>
  );
}

function NoteCard({ note, onEdit }: { note: Note; onEdit: () => void }) {
  const words = useWords();
  const { t } = words;
  const write = useWrite();
  const id = note.of.id;
  const drop = () => void write(
    note.kind === 'tool' ? { case: 'dropTool', value: create(DropToolSchema, { id }) } : { case: 'dropTeam', value: create(DropTeamSchema, { id }) },
    { said: t('note.dropped'), undo: () => void write(restored(note)) });
  return (
    <article>
      <h2 className="note-title"><bdi>{note.title}</bdi></h2>
      {note.size > 0 && <p className="muted">{t('team.size', { size: note.size })}</p>}
      {note.heads.length > 1 && <p className="post-gone">{t('note.versions')}</p>}
      {note.heads.map((head, at) => <Markdown key={at} text={headText(head)} className={at > 0 ? 'post-other-head' : undefined} />)}
      <div className="buttons">
        <Button variant="secondary" data-size="sm" data-color="neutral" onClick={onEdit}>{t('note.edit')}</Button>
        <Button variant="tertiary" data-size="sm" data-color="neutral" onClick={drop}>{t('note.drop')}</Button>
      </div>
    </article>
  );
}
