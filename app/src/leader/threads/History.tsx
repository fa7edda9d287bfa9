// SPDX-License-Identifier: Apache-2.0
// All versions of something of one's own. They are on the server, so this needs the network.
import type { Id } from '@samstig/client';
import type { Entity, Revision } from '@samstig/client/messages';
import { useEffect, useState } from 'react';
import { Ask } from '../../shared/Ask';
import { useClient } from '../../shared/client';
import { errorWords } from '../../shared/errors';
import { Markdown } from '../../shared/Markdown';
import { useWords } from '../../shared/words';

function headsOf(entity: Entity): Revision[] {
  const body = entity.body;
  return body.case === 'post' || body.case === 'tool' || body.case === 'team' ? body.value.heads : [];
}

export function History({ id, onClose }: { id: Id; onClose: () => void }) {
  const client = useClient();
  const words = useWords();
  const { t } = words;
  const [versions, setVersions] = useState<Entity[]>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    client.listVersions(id).then(setVersions, setError);
  }, [client, id]);
  return (
    <Ask title={t('post.history')} onClose={onClose}>
      {error !== undefined && <p role="alert">{t('history.network')} {errorWords(words, error)}</p>}
      {!versions && error === undefined && <p>{t('fetching')}</p>}
      <ol className="history" reversed>
        {[...(versions ?? [])].reverse().map((version, at) => (
          <li key={at}>
            {headsOf(version).map((head, n) => (
              <div key={n}>
                <p className="muted">{words.moment(Number(head.claimedMs) || Number(version.madeMs))}</p>
                <Markdown text={head.content.case === 'text' ? head.content.value : ''} />
              </div>
            ))}
            {headsOf(version).length === 0 && <p className="post-gone">{t('post.withdrawn')}</p>}
          </li>
        ))}
      </ol>
    </Ask>
  );
}
