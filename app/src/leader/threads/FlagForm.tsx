// SPDX-License-Identifier: Apache-2.0
// A word to the coaches that a post should not stand. Its author does not learn whose it is.
import { Field, Label, Select, Textfield } from '@digdir/designsystemet-react';
import { create, FlagCause, FlagPostSchema } from '@samstig/client/messages';
import { useState } from 'react';
import { Ask } from '../../shared/Ask';
import { useClient, useMe } from '../../shared/client';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { causeKeys } from './PostCard';
import type { PostView } from './thread';

const causes = [FlagCause.HURTFUL, FlagCause.THIRD_PERSON, FlagCause.OFF_TOPIC, FlagCause.OTHER] as const;

export function FlagForm({ post, onClose }: { post: PostView; onClose: () => void }) {
  const { t } = useWords();
  const client = useClient();
  const me = useMe();
  const write = useWrite();
  const [cause, setCause] = useState<FlagCause>(FlagCause.HURTFUL);
  const [note, setNote] = useState('');
  const send = async () => {
    const id = await client.namedId('flag', me, post.of.id);
    const sent = await write({ case: 'flagPost', value: create(FlagPostSchema, { id, postId: post.of.id, cause, note }) }, { said: t('flag.sent') });
    if (sent) onClose();
  };
  return (
    <Ask title={t('flag.title')} onClose={onClose} yes={{ label: t('flag.send'), act: () => void send() }}>
      <p>{t('flag.words')}</p>
      <Field>
        <Label>{t('flag.cause')}</Label>
        <Select value={String(cause)} onChange={(event) => setCause(Number(event.target.value))}>
          {causes.map((one) => <Select.Option key={one} value={String(one)}>{t(causeKeys[one])}</Select.Option>)}
        </Select>
      </Field>
      <Textfield multiline label={t('flag.note')} value={note} dir="auto" maxLength={1900} onChange={(event) => setNote(event.target.value)} />
    </Ask>
  );
}
