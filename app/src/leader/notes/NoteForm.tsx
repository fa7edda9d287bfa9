// SPDX-License-Identifier: Apache-2.0
// Writing a note. What is typed is kept at every keystroke; two devices' texts are joined, never chosen between.
import { Button, Textfield } from '@digdir/designsystemet-react';
import type { Id, Intent } from '@samstig/client';
import { create, RevisionSchema, SaveTeamSchema, SaveToolSchema } from '@samstig/client/messages';
import { useState } from 'react';
import { useClient } from '../../shared/client';
import { idText } from '../../shared/ids';
import { UnsafeNote, useTyped } from '../../shared/useTyped';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { joinText } from '../drafting';
import type { Note, NoteKind } from './NotesScreen';

interface Typed {
  title: string;
  text: string;
  size: number;
}

function typedIn(note: Note | null): Typed {
  const texts = (note?.heads ?? []).map((head) => (head.content.case === 'text' ? head.content.value : ''));
  return { title: note?.title ?? '', text: texts.reduce(joinText, ''), size: note?.size || 1 };
}

function saving(kind: NoteKind, id: Id, revisionId: Id, typed: Typed, before: Note | null): Intent {
  const revision = create(RevisionSchema, {
    revisionId, claimedMs: BigInt(Date.now()), content: { case: 'text', value: typed.text },
    attachments: before?.heads[0]?.attachments ?? [],
  });
  const replaces = (before?.heads ?? []).map((head) => head.revisionId);
  if (kind === 'team') {
    return { case: 'saveTeam', value: create(SaveTeamSchema, { id, name: typed.title, size: typed.size, revision, replaces }) };
  }
  const assignmentId = before && 'assignmentId' in before.of.body ? before.of.body.assignmentId : undefined;
  return { case: 'saveTool', value: create(SaveToolSchema, { id, title: typed.title, assignmentId, revision, replaces }) };
}

// What was put away a moment ago, taken up again as it was.
export function restored(note: Note): Intent {
  return saving(note.kind, note.of.id, crypto.getRandomValues(new Uint8Array(16)), typedIn(note), note);
}

export function NoteForm({ kind, note, onDone }: { kind: NoteKind; note: Note | null; onDone: () => void }) {
  const { t } = useWords();
  const client = useClient();
  const write = useWrite();
  const place = `${kind}.${note ? idText(note.of.id) : 'new'}`;
  const [before] = useState(note);
  const { value: typed, type: keep, letGo, safe } = useTyped<Typed>(place, () => typedIn(note));
  const type = (change: Partial<Typed>) => keep({ ...typed, ...change });
  const leave = () => {
    letGo();
    onDone();
  };
  const save = async () => {
    const id = before?.of.id ?? client.newId();
    if (await write(saving(kind, id, client.newId(), typed, before), { said: t('note.saved') })) leave();
  };
  return (
    <div className="fields note-form">
      <Textfield label={t(`${kind}.name`)} value={typed.title} maxLength={150} dir="auto" autoFocus onChange={(event) => type({ title: event.target.value })} />
      {kind === 'team' && (
        <Textfield label={t('team.people')} type="number" inputMode="numeric" min={1} max={1000} value={String(typed.size)}
          onChange={(event) => type({ size: Math.max(1, Math.min(1000, Math.round(Number(event.target.value)) || 1)) })} />
      )}
      <Textfield multiline label={t(`${kind}.text`)} description={kind === 'team' ? t('team.textHint') : undefined} className="field-grows" value={typed.text}
        dir="auto" maxLength={19000} onChange={(event) => type({ text: event.target.value })} />
      <UnsafeNote safe={safe} />
      <div className="buttons">
        <Button disabled={typed.title.trim() === '' || typed.text.trim() === ''} onClick={() => void save()}>{t('save')}</Button>
        <Button variant="tertiary" onClick={leave}>{t('cancel')}</Button>
      </div>
    </div>
  );
}
