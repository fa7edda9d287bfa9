// SPDX-License-Identifier: Apache-2.0
// One thread: what was written, who reads it, and one's own next words.
import { Button } from '@digdir/designsystemet-react';
import type { Id, Samstig } from '@samstig/client';
import { create, InviteCoachesSchema, MarkReadSchema } from '@samstig/client/messages';
import { Fragment, useEffect, useRef, useState } from 'react';
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
import { threadView, type PostView, type Span, type ThreadView } from './thread';

// What was seen is read: the mark goes to the newest that the server has, when the page is really in view.
function useReadMark(view: ThreadView | null | undefined): void {
  const client = useClient();
  const me = useMe();
  const newest = view?.newestMs ?? 0;
  const read = view?.readToMs ?? 0;
  // Whoever answers has read what there was, also when he leaves at once.
  const answered = view?.later === 0 && view.posts.at(-1)?.mine === true;
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
    const timer = setTimeout(() => void mark(), answered ? 0 : 1200);
    const seen = () => void mark();
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
    // Only these two matter, not every answer of the copy.
  }, [client, me, newest, read, answered]);
}

// A long thread is shown in steps, so that it opens at once on an old phone.
const kFirst = 8;
const kStep = 40;
const kBefore = 2;

// The post that the address points at: "#post-ID".
function usePostInAddress(): string | null {
  const read = () => /^#post-([0-9a-z-]+)$/i.exec(window.location.hash)?.[1] ?? null;
  const [post, setPost] = useState(read);
  useEffect(() => {
    const changed = () => setPost(read());
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  return post;
}

interface ThreadInSteps {
  view: ThreadView | null | undefined;
  more: (where: 'before' | 'after') => void;
  toTheEnd: () => void;
}

// The span begins at what is new, or around the post that was asked for, and grows where one reads on.
function useThread(id: Id): ThreadInSteps {
  const me = useMe();
  const words = useWords();
  const asked = usePostInAddress();
  const [size, setSize] = useState({ before: kBefore, after: kFirst });
  // Where reading began, it stays; and whoever has seen the end goes on seeing it.
  const place = useRef<{ asked: string | null; around: string | null; atEnd: boolean }>(undefined);
  if (place.current?.asked !== asked || !place.current) place.current = { asked, around: asked, atEnd: false };
  const here = place.current;
  const read = async (client: Samstig) => {
    const span: Span = { around: here.around, before: size.before, after: here.atEnd ? Infinity : size.after };
    const view = await threadView(client, me, id, words, span);
    if (view) {
      here.around = view.around;
      here.atEnd ||= view.later === 0;
    }
    return view;
  };
  const latest = useLive(`thread ${idText(id)} ${words.language} ${asked} ${size.before} ${size.after}`, read);
  // While a larger span is being read, the smaller one stands.
  const [view, setView] = useState(latest);
  if (latest !== undefined && latest !== view) setView(latest);
  const shown = view?.posts.some((post) => post.id === asked) ?? false;
  useEffect(() => {
    const post = asked && shown ? document.getElementById(`post-${asked}`) : null;
    post?.scrollIntoView({ block: 'center' });
    post?.focus({ preventScroll: true });
  }, [asked, shown]);
  const more = (where: 'before' | 'after') => setSize((now) => ({ ...now, [where]: now[where] + kStep }));
  return { view, more, toTheEnd: () => setSize((now) => ({ ...now, after: Infinity })) };
}

// The way on; taken also by coming near it.
function More({ words, onMore }: { words: string; onMore: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(onMore);
  latest.current = onMore;
  useEffect(() => {
    const near = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && latest.current(), { rootMargin: '600px' });
    near.observe(button.current!);
    return () => near.disconnect();
  }, [words]);
  return <Button ref={button} variant="secondary" data-size="sm" className="more-posts" onClick={onMore}>{words}</Button>;
}

export function ThreadScreen({ id }: { id: Id }) {
  const words = useWords();
  const { t } = words;
  const { view, more, toTheEnd } = useThread(id);
  const [answering, setAnswering] = useState<PostView | null>(null);
  const [newAt, setNewAt] = useState<string | null>();
  useEffect(() => {
    if (view) setNewAt((before) => (before === undefined ? view.firstNew : before));
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
      {view.earlier > 0 && (
        <Button variant="secondary" data-size="sm" className="more-posts" onClick={() => more('before')}>
          {t('thread.earlier', { count: view.earlier })}
        </Button>
      )}
      <ol className="posts" aria-label={t('thread.list')}>
        {view.posts.map((post) => (
          <Fragment key={post.id}>
            {post.id === newAt && <li className="new-line"><span>{t('thread.new')}</span></li>}
            <PostCard post={post} view={view} onAnswer={() => setAnswering(post)} />
          </Fragment>
        ))}
      </ol>
      {view.later > 0 && <More words={t('thread.later', { count: view.later })} onMore={() => more('after')} />}
      {view.posts.length === 0 && <Empty title={t('thread.empty')} />}
      <Composer view={view} answering={answering} onAnswered={() => setAnswering(null)} onSent={toTheEnd} />
    </Page>
  );
}
