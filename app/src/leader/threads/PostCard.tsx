// SPDX-License-Identifier: Apache-2.0
// A post: its words, who thanked for it, and what one can do about it.
import { Button, Dropdown, Tag } from '@digdir/designsystemet-react';
import { ArrowUndoIcon, MenuElipsisHorizontalIcon, PushPinIcon } from '@navikt/aksel-icons';
import { create, FlagCause, PinPostSchema, UnpinPostSchema, WithdrawPostSchema } from '@samstig/client/messages';
import { useState } from 'react';
import { Ask } from '../../shared/Ask';
import { Files } from '../../shared/Files';
import { Markdown } from '../../shared/Markdown';
import { Face, Whereabouts } from '../../shared/Person';
import { plainWords } from '../../shared/plain';
import { useVoice } from '../../shared/say';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { EditPost } from './EditPost';
import { FlagForm } from './FlagForm';
import { History } from './History';
import { Reactions } from './Reactions';
import type { PostView, ThreadView } from './thread';

interface PostProps {
  post: PostView;
  view: ThreadView;
  onAnswer: () => void;
}

export const causeKeys = {
  [FlagCause.UNSPECIFIED]: 'flag.other', [FlagCause.HURTFUL]: 'flag.hurtful', [FlagCause.THIRD_PERSON]: 'flag.thirdPerson',
  [FlagCause.OFF_TOPIC]: 'flag.offTopic', [FlagCause.OTHER]: 'flag.other',
} as const;

export function PostCard({ post, view, onAnswer }: PostProps) {
  const words = useWords();
  const { t } = words;
  const [editing, setEditing] = useState(false);
  const gone = post.of.body.withdrawn || post.of.body.removal !== undefined;
  return (
    <li className="post" id={`post-${post.id}`} tabIndex={-1} data-mine={post.mine || undefined} data-pending={post.of.pending || undefined}
      data-mentions={post.mentionsMe || undefined}>
      <Face person={post.from} />
      <div className="post-body">
        <header className="post-head">
          <span><bdi className="person-name">{post.mine ? t('person.me') : post.from.name}</bdi> <Whereabouts person={post.from} /></span>
          <span className="muted">
            {post.of.pending ? t('work.sending') : words.near(post.of.madeMs, view.now)}
            {post.edited && !gone && ` · ${t('post.edited')}`}
          </span>
        </header>
        {post.answers && <p className="post-answers"><ArrowUndoIcon aria-hidden /> <a href={`#post-${post.answers.id}`} className="clip"><bdi>{post.answers.from}</bdi>: {plainWords(post.answers.text)}</a></p>}
        {post.pinned && <p className="muted"><PushPinIcon aria-hidden /> {t('post.pinned')}</p>}
        {post.fromReport && <p><Tag data-size="sm" data-color="lake">{t('post.fromReport')}</Tag></p>}
        {editing ? <EditPost post={post} onDone={() => setEditing(false)} /> : <PostWords post={post} />}
        {!gone && !editing && <Files entity={post.of.id} files={post.files} />}
        {!gone && !editing && (
          <footer className="post-foot">
            <Reactions post={post} />
            <Button variant="tertiary" data-size="sm" onClick={onAnswer}>{t('post.answer')}</Button>
            <PostMenu post={post} view={view} onEdit={() => setEditing(true)} />
          </footer>
        )}
      </div>
    </li>
  );
}

function PostWords({ post }: { post: PostView }) {
  const words = useWords();
  const { t } = words;
  const { removal, withdrawn } = post.of.body;
  if (withdrawn) return <p className="post-gone">{t('post.withdrawn')}</p>;
  if (removal) {
    return <p className="post-gone">{t('post.removed', { cause: t(causeKeys[removal.cause]) })} {removal.note}</p>;
  }
  if (post.heads.length === 0) return <p className="post-gone">{t('post.coming')}</p>;
  return (
    <>
      {post.heads.length > 1 && <p className="post-gone">{t('post.versions')}</p>}
      {post.heads.map((head, at) => (
        <Markdown key={at} text={head.content.case === 'text' ? head.content.value : ''} className={at > 0 ? 'post-other-head' : undefined} />
      ))}
      {post.mentioned.length > 0 && <p className="post-mentions">{t('post.mentions', { names: words.list(post.mentioned.map((one) => one.name)) })}</p>}
    </>
  );
}

type Open = 'history' | 'flag' | 'withdraw' | null;

function PostMenu({ post, view, onEdit }: { post: PostView; view: ThreadView; onEdit: () => void }) {
  const { t } = useWords();
  const write = useWrite();
  const { say } = useVoice();
  const [menu, setMenu] = useState(false);
  const [open, setOpen] = useState<Open>(null);
  const pin = () => void write(post.pinned
    ? { case: 'unpinPost', value: create(UnpinPostSchema, { id: view.of.id, postId: post.of.id }) }
    : { case: 'pinPost', value: create(PinPostSchema, { id: view.of.id, postId: post.of.id }) });
  const copy = () => void navigator.clipboard.writeText(post.text).then(() => say(t('copied')), () => say(t('notCopied')));
  const withdraw = () => {
    setOpen(null);
    void write({ case: 'withdrawPost', value: create(WithdrawPostSchema, { id: post.of.id }) }, { said: t('post.withdrawn') });
  };
  const items: [string, () => void][] = [[t('post.copy'), copy]];
  if (post.mine) items.push([t('post.edit'), onEdit], [t('post.history'), () => setOpen('history')], [t('post.withdraw'), () => setOpen('withdraw')]);
  if (view.mayPin) items.push([post.pinned ? t('post.unpin') : t('post.pin'), pin]);
  if (!post.mine && view.mayFlag && !post.from.coach && !post.flagged) items.push([t('flag.title'), () => setOpen('flag')]);
  return (
    <>
      <Dropdown.TriggerContext>
        <Dropdown.Trigger variant="tertiary" icon data-size="sm" aria-label={t('post.more')} onClick={() => setMenu(!menu)}>
          <MenuElipsisHorizontalIcon aria-hidden />
        </Dropdown.Trigger>
        <Dropdown open={menu} onClose={() => setMenu(false)} placement="bottom-end">
          <Dropdown.List>
            {items.map(([label, act]) => (
              <Dropdown.Item key={label}><Dropdown.Button onClick={() => { setMenu(false); act(); }}>{label}</Dropdown.Button></Dropdown.Item>
            ))}
          </Dropdown.List>
        </Dropdown>
      </Dropdown.TriggerContext>
      {post.flagged && <span className="muted">{t('flag.sent')}</span>}
      {open === 'history' && <History id={post.of.id} onClose={() => setOpen(null)} />}
      {open === 'flag' && <FlagForm post={post} onClose={() => setOpen(null)} />}
      {open === 'withdraw' && (
        <Ask title={t('post.withdraw')} onClose={() => setOpen(null)} yes={{ label: t('post.withdrawYes'), act: withdraw, danger: true }}>
          <p>{t('post.withdrawWords')}</p>
        </Ask>
      )}
    </>
  );
}
