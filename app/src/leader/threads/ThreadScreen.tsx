// SPDX-License-Identifier: Apache-2.0
// One thread: what was written, who reads it, and one's own next words.
import { Button } from '@digdir/designsystemet-react';
import type { Id } from '@samstig/client';
import { create, InviteCoachesSchema, MarkReadSchema } from '@samstig/client/messages';
import { Fragment, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useClient, useMe } from '../../shared/client';
import { idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { Empty, Page } from '../../shared/Page';
import { plainWords } from '../../shared/plain';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { Audience } from '../Audience';
import { Composer } from './Composer';
import { LevelChoice } from './LevelChoice';
import { PostCard } from './PostCard';
import { firstUnread, threadView, type PostView, type ThreadView } from './thread';

// What was seen is read: the mark goes to the newest that the server has, when the page is really in view.
function useReadMark(view: ThreadView | null | undefined): void {
  const client = useClient();
  const me = useMe();
  const newest = view?.newestMs ?? 0;
  const read = view?.readToMs ?? 0;
  useEffect(() => {
    if (!view || newest <= read) return;
    const mark = async () => {
      if (document.visibilityState !== 'visible') return;
      const id = await client.namedId('readMark', me, view.of.id);
      // Refused, it is marked at the next visit.
      await client.write({
        case: 'markRead', value: create(MarkReadSchema, { id, threadId: view.of.id, readToMs: BigInt(newest) }),
      }).catch(() => undefined);
    };
    const timer = setTimeout(() => void mark(), 1200);
    const seen = () => void mark();
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
    // Only these two matter, not every answer of the copy.
  }, [client, me, newest, read]);
}

export function ThreadScreen({ id }: { id: Id }) {
  const me = useMe();
  const words = useWords();
  const { t } = words;
  const view = useLive(`thread ${idText(id)} ${words.language}`, (c) => threadView(c, me, id, words));
  const [answering, setAnswering] = useState<PostView | null>(null);
  const [newAt, setNewAt] = useState<string | null>();
  useEffect(() => {
    if (view) setNewAt((before) => (before === undefined ? firstUnread(view.posts, view.readToMs) : before));
  }, [view]);
  useReadMark(view);
  const write = useWrite();
  if (view === undefined) return null;
  const back = { to: '/threads', label: t('nav.threads') };
  if (view === null) return <Page title={t('thread.gone')} back={back}><Empty title={t('thread.goneWords')} /></Page>;
  const invite = () => void write(
    { case: 'inviteCoaches', value: create(InviteCoachesSchema, { id: view.of.id }) }, { said: t('thread.invited') });
  return (
    <Page title={view.of.body.title} back={back} over={view.space}
      lead={view.about && <Link href={`/assignments/${view.about.id}`}>{t('thread.about', { title: view.about.title })}</Link>}>
      <div className="thread-top">
        <Audience readers={view.readers} />
        <LevelChoice view={view} />
        {view.mayInvite && <Button variant="secondary" data-size="sm" onClick={invite}>{t('thread.invite')}</Button>}
      </div>
      {view.pinned.length > 0 && (
        <section className="pinned" aria-label={t('thread.pinned')}>
          <h2 className="section-title">{t('thread.pinned')}</h2>
          <ul>{view.pinned.map((post) => <li key={post.id}><a href={`#post-${post.id}`} className="clip"><bdi>{post.from.name}</bdi>: {plainWords(post.text)}</a></li>)}</ul>
        </section>
      )}
      <ol className="posts" aria-label={t('thread.list')}>
        {view.posts.map((post) => (
          <Fragment key={post.id}>
            {post.id === newAt && <li className="new-line"><span>{t('thread.new')}</span></li>}
            <PostCard post={post} view={view} onAnswer={() => setAnswering(post)} />
          </Fragment>
        ))}
      </ol>
      {view.posts.length === 0 && <Empty title={t('thread.empty')} />}
      <Composer view={view} answering={answering} onAnswered={() => setAnswering(null)} />
    </Page>
  );
}
