// SPDX-License-Identifier: Apache-2.0
// Writing in a thread. The button names who will read it; if somebody more could by the time it arrives, the
// server asks again instead of showing it.
import { Button, Checkbox, Textfield } from '@digdir/designsystemet-react';
import { PaperplaneIcon, XMarkIcon } from '@navikt/aksel-icons';
import { create, Reason, WritePostSchema } from '@samstig/client/messages';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { useClient } from '../../shared/client';
import { reasonOf } from '../../shared/errors';
import { AddFile, Files } from '../../shared/Files';
import { idFrom, idText } from '../../shared/ids';
import { attachmentOf, keptFile, type KeptFile } from '../../shared/kept_files';
import { ThirdPersons } from '../../shared/ThirdPersons';
import { UnsafeNote, useTyped } from '../../shared/useTyped';
import { useVoice } from '../../shared/say';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { audienceLine } from '../audience';
import type { PostView, ThreadView } from './thread';

interface ComposerProps {
  view: ThreadView;
  answering: PostView | null;
  onAnswered: () => void;
  onSent: () => void;
}

// All of a post that is not sent yet.
interface Begun {
  text: string;
  files: KeptFile[];
  mentions: string[];
}
const nothing: Begun = { text: '', files: [], mentions: [] };

function useBegun(place: string) {
  const client = useClient();
  const { say } = useVoice();
  const { t } = useWords();
  const { value, type, letGo, safe } = useTyped<Begun | string>(place, () => nothing);
  // What an earlier version of the app kept was the text alone.
  const begun = typeof value === 'string' ? { ...nothing, text: value } : value;
  const latest = useRef(begun);
  latest.current = begun;
  const change = (next: Partial<Begun>) => {
    latest.current = { ...latest.current, ...next };
    type(latest.current);
  };
  const files = useMemo(() => begun.files.map(attachmentOf), [begun.files]);
  useEffect(() => {
    // A browser that keeps nothing still knows the names after a reload, but not the bytes.
    for (const file of latest.current.files) {
      client.attachmentStatus(attachmentOf(file)).catch((error: unknown) => {
        if (reasonOf(error) !== Reason.NOT_FOUND) return;
        change({ files: latest.current.files.filter((one) => one.sha256 !== file.sha256) });
        say(t('file.lost', { name: file.name }));
      });
    }
    // Those that are there when one comes to the place.
  }, [client, place]);
  return { begun, files, latest, change, letGo, safe };
}

export function Composer({ view, answering, onAnswered, onSent }: ComposerProps) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const write = useWrite();
  const { whisper, sayError } = useVoice();
  const place = `post.${idText(view.of.id)}`;
  const { begun: { text, mentions }, files, latest, change, letGo, safe } = useBegun(place);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (answering) field.current?.focus();
  }, [answering]);
  const send = async () => {
    if (text.trim() === '') return;
    try {
      const { seen } = await client.audienceOf(view.of.id);
      const sent = await write({
        case: 'writePost',
        value: create(WritePostSchema, {
          id: client.newId(), threadId: view.of.id, text, attachments: files, audience: seen,
          replyTo: answering?.of.id, mentions: mentions.map((id) => idFrom(id)!),
        }),
      });
      if (!sent) return;
    } catch (error) {
      sayError(error);
      return;
    }
    letGo();
    onAnswered();
    onSent();
    whisper(t('post.sent'));
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
  };
  return (
    <section className="composer" aria-label={t('composer.title')}>
      {answering && (
        <p className="post-answers">
          <span className="clip">{t('composer.answering', { name: answering.from.name })}</span>
          <Button variant="tertiary" icon data-size="sm" aria-label={t('composer.noAnswer')} onClick={onAnswered}><XMarkIcon aria-hidden /></Button>
        </p>
      )}
      <Textfield multiline ref={field as never} label={t('composer.title')} description={audienceLine(words, view.readers)}
        className="field-grows" value={text} dir="auto" maxLength={19000} onKeyDown={onKey} onChange={(event) => change({ text: event.target.value })} />
      <UnsafeNote safe={safe} />
      <ThirdPersons text={text} />
      <Files entity={null} files={files} onRemove={(at) => change({ files: latest.current.files.filter((_, index) => index !== at) })} />
      <Mentions view={view} chosen={mentions} onChoose={(ids) => change({ mentions: ids })} />
      <div className="composer-foot">
        <AddFile count={files.length} onAdd={(file) => change({ files: [...latest.current.files, keptFile(file)] })} />
        <Button disabled={text.trim() === ''} onClick={() => void send()}>
          <PaperplaneIcon aria-hidden /> {t('composer.send', { people: view.readers.people.length })}
        </Button>
      </div>
    </section>
  );
}

function Mentions({ view, chosen, onChoose }: { view: ThreadView; chosen: string[]; onChoose: (ids: string[]) => void }) {
  const { t } = useWords();
  if (view.readers.people.length === 0) return null;
  const toggle = (id: string, on: boolean) => onChoose(on ? [...chosen, id].slice(0, 20) : chosen.filter((one) => one !== id));
  return (
    <details className="mentions">
      <summary>{t('composer.mention', { count: chosen.length })}</summary>
      <div className="mention-list" role="group" aria-label={t('composer.mention', { count: chosen.length })}>
        {view.readers.people.map((person) => (
          <Checkbox key={person.id} data-size="sm" value={person.id} label={person.name} description={person.municipality || undefined}
            checked={chosen.includes(person.id)} onChange={(event) => toggle(person.id, event.target.checked)} />
        ))}
      </div>
    </details>
  );
}
