// SPDX-License-Identifier: Apache-2.0
// Changing one's own post: what was seen is superseded, what another device writes meanwhile stays beside it.
import { Button, Textfield } from '@digdir/designsystemet-react';
import { create, EditPostSchema, RevisionSchema } from '@samstig/client/messages';
import { useState } from 'react';
import { useClient } from '../../shared/client';
import { ThirdPersons } from '../../shared/ThirdPersons';
import { UnsafeNote, useTyped } from '../../shared/useTyped';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { headsText, type PostView } from './thread';

export function EditPost({ post, onDone }: { post: PostView; onDone: () => void }) {
  const { t } = useWords();
  const client = useClient();
  const write = useWrite();
  const { value: text, type, letGo, safe } = useTyped(`edit.${post.id}`, () => headsText(post.of.body));
  // The versions that were there when the editing began.
  const [heads] = useState(post.heads);
  const save = async () => {
    const claimedMs = BigInt(Math.round(await client.serverTimeMs()));
    const sent = await write({
      case: 'editPost',
      value: create(EditPostSchema, {
        id: post.of.id,
        revision: create(RevisionSchema, {
          revisionId: client.newId(), claimedMs, content: { case: 'text', value: text },
          attachments: post.files, mentions: heads.flatMap((head) => head.mentions),
        }),
        // The first version of a post has the post's own id.
        replaces: heads.map((head) => (head.revisionId.length > 0 ? head.revisionId : post.of.id)),
      }),
    });
    if (!sent) return;
    letGo();
    onDone();
  };
  const cancel = () => {
    letGo();
    onDone();
  };
  return (
    <div className="fields">
      <Textfield multiline label={t('post.edit')} className="field-grows" value={text} dir="auto" autoFocus
        onChange={(event) => type(event.target.value)} />
      <UnsafeNote safe={safe} />
      <ThirdPersons text={text} />
      <div className="buttons">
        <Button data-size="sm" disabled={text.trim() === ''} onClick={() => void save()}>{t('save')}</Button>
        <Button variant="tertiary" data-size="sm" onClick={cancel}>{t('cancel')}</Button>
      </div>
    </div>
  );
}
