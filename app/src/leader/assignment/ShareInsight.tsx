// SPDX-License-Identifier: Apache-2.0
// An insight leaves the desk only by choice: into one thread, with the readers named before.
import { Button, Field, Label, Select, Textfield } from '@digdir/designsystemet-react';
import { create, WritePostSchema } from '@samstig/client/messages';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Ask } from '../../shared/Ask';
import { useClient } from '../../shared/client';
import { idFrom, isId } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { ThirdPersons } from '../../shared/ThirdPersons';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { Audience } from '../Audience';
import { readersOfThread } from '../audience';
import type { AssignmentView, Attempt } from './view';

export function ShareInsight({ view, attempt }: { view: AssignmentView; attempt: Attempt }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const threads = [...view.threads, ...view.others];
  if (!attempt.of.body.report?.insight.trim() || threads.length === 0 || attempt.of.pending) return null;
  return (
    <>
      <Button variant="tertiary" data-size="sm" onClick={() => setOpen(true)}>{t('share.insight')}</Button>
      {open && <Sharing attempt={attempt} threads={threads} onClose={() => setOpen(false)} />}
    </>
  );
}

function Sharing({ attempt, threads, onClose }: { attempt: Attempt; threads: { id: string; title: string }[]; onClose: () => void }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const write = useWrite();
  const [, go] = useLocation();
  const [thread, setThread] = useState(threads[0]!.id);
  const [text, setText] = useState(attempt.of.body.report?.insight ?? '');
  const id = idFrom(thread)!;
  const readers = useLive(`readers ${thread} ${words.language}`, (c) => readersOfThread(c, id, words));
  const share = async () => {
    const { seen } = await client.audienceOf(id);
    const sent = await write({
      case: 'writePost',
      value: create(WritePostSchema, {
        id: client.newId(), threadId: id, text, audience: seen,
        fromSubmission: isId(attempt.of.id) ? attempt.of.id : undefined,
      }),
    }, { said: t('share.done') });
    if (sent) go(`/threads/${thread}`);
  };
  return (
    <Ask title={t('share.insight')} onClose={onClose} yes={{ label: t('share.send', { people: readers?.people.length ?? 0 }), act: () => void share(), disabled: text.trim() === '' || !readers }}>
      <p>{t('share.words')}</p>
      <Field>
        <Label>{t('share.where')}</Label>
        <Select value={thread} onChange={(event) => setThread(event.target.value)}>
          {threads.map((one) => <Select.Option key={one.id} value={one.id}>{one.title}</Select.Option>)}
        </Select>
      </Field>
      <Textfield multiline label={t('share.text')} className="field-grows" value={text} dir="auto" onChange={(event) => setText(event.target.value)} />
      <ThirdPersons text={text} />
      <Audience readers={readers} />
    </Ask>
  );
}
