// SPDX-License-Identifier: Apache-2.0
// Posts that somebody thinks should not stand, and what was decided on others.
import { Alert, Button, Tag, Textfield } from '@digdir/designsystemet-react';
import { create, RestorePostSchema, SettleFlagSchema } from '@samstig/client/messages';
import { Link } from 'wouter';
import { causeKeys } from '../../leader/threads/PostCard';
import { useMe } from '../../shared/client';
import type { Of } from '../../shared/copy';
import { useLive } from '../../shared/live';
import { Markdown } from '../../shared/Markdown';
import { Empty, Section } from '../../shared/Page';
import { PersonLine } from '../../shared/Person';
import { useKept } from '../../shared/useKept';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { cohortKey } from '../cohorts';
import { CoachPage } from '../CoachPage';
import { type FlagView, moderationQueue } from './moderation';

export function ModerationScreen() {
  const { t } = useWords();
  return <CoachPage title={t('moderation.title')} lead={t('moderation.lead')} width="text">{(cohort) => <QueueOf cohort={cohort} />}</CoachPage>;
}

function QueueOf({ cohort }: { cohort: Of<'cohort'> }) {
  const me = useMe();
  const words = useWords();
  const { t } = words;
  const queue = useLive(`moderation ${cohortKey(cohort)} ${words.language}`, (c) => moderationQueue(c, me, cohort, words));
  if (!queue) return null;
  return (
    <>
      {queue.open.length === 0
        ? <Empty title={t('moderation.none')}><p>{t('moderation.noneWords')}</p></Empty>
        : <Section id="open" title={t('moderation.open', { count: queue.open.length })}>{queue.open.map((flag) => <FlagCard key={flag.id} flag={flag} now={queue.now} />)}</Section>}
      {queue.settled.length > 0 && (
        <details className="earlier">
          <summary>{t('moderation.settled', { count: queue.settled.length })}</summary>
          {queue.settled.map((flag) => <FlagCard key={flag.id} flag={flag} now={queue.now} />)}
        </details>
      )}
    </>
  );
}

function FlagCard({ flag, now }: { flag: FlagView; now: number }) {
  const words = useWords();
  const { t } = words;
  return (
    <article className="item flag">
      <header className="item-head">
        <Tag data-size="sm" data-color={flag.state === 'open' ? 'warning' : 'neutral'}>{t(`flagState.${flag.state}`)}</Tag>
        <span>{t(causeKeys[flag.cause])}</span>
        <span className="muted">{words.near(flag.atMs, now)}</span>
      </header>
      <p className="muted">{t('moderation.by', { name: flag.by.name })} {t('moderation.secret')}</p>
      {flag.note && <blockquote dir="auto" className="flag-note">{flag.note}</blockquote>}
      <ThePost flag={flag} />
      <History flag={flag} />
      {flag.state === 'open' && <Settle flag={flag} />}
      {flag.state === 'upheld' && flag.post?.removed && <PutBack flag={flag} />}
    </article>
  );
}

function ThePost({ flag }: { flag: FlagView }) {
  const { t } = useWords();
  const { post } = flag;
  if (!post) return <p className="post-gone">{t('moderation.noPost')}</p>;
  return (
    <div className="flag-post">
      <PersonLine person={post.from} />
      {post.withdrawn && <p className="post-gone">{t('moderation.withdrawn')}</p>}
      {post.removed && <p className="post-gone">{t('moderation.removed')}</p>}
      {post.text && <Markdown text={post.text} />}
      {post.files > 0 && <p className="muted">{t('moderation.files', { count: post.files })}</p>}
      <p><Link href={`/threads/${flag.thread.id}#post-${post.id}`}>{t('moderation.inThread', { title: flag.thread.title })}</Link></p>
    </div>
  );
}

function History({ flag }: { flag: FlagView }) {
  const words = useWords();
  const { t } = words;
  if (flag.history.length <= 1 && flag.state === 'open') return null;
  return (
    <ol className="history" aria-label={t('moderation.history')}>
      {flag.history.map((step, at) => (
        <li key={at}>
          {t(`flagStep.${step.to}`, { name: step.by.name })} <span className="muted">{words.moment(step.atMs)}</span>
          {step.note && <blockquote dir="auto" className="flag-note">{step.note}</blockquote>}
        </li>
      ))}
    </ol>
  );
}

const restore = (flag: FlagView) => ({ case: 'restorePost' as const, value: create(RestorePostSchema, { id: flag.post!.bytes }) });

function Settle({ flag }: { flag: FlagView }) {
  const { t } = useWords();
  const write = useWrite();
  const form = useKept(`flag.${flag.id}`, { note: '' });
  if (flag.post?.mine) return <Alert data-color="info">{t('moderation.own')}</Alert>;
  const settle = async (uphold: boolean) => {
    const sent = await write(
      { case: 'settleFlag', value: create(SettleFlagSchema, { id: flag.of.id, uphold, note: form.value.note.trim() }) },
      uphold && flag.post
        ? { said: t('moderation.upheld'), undo: () => void write(restore(flag), { said: t('moderation.restored') }) }
        : { said: t('moderation.dismissed') });
    if (sent) form.letGo();
  };
  return (
    <div className="fields">
      <Textfield multiline label={t('moderation.note')} description={t('moderation.noteHint')} value={form.value.note} maxLength={1900} dir="auto"
        onChange={(event) => form.change({ note: event.target.value })} />
      <div className="buttons">
        <Button variant="secondary" onClick={() => void settle(false)}>{t('moderation.dismiss')}</Button>
        <Button data-color="danger" onClick={() => void settle(true)}>{t('moderation.uphold')}</Button>
      </div>
    </div>
  );
}

function PutBack({ flag }: { flag: FlagView }) {
  const { t } = useWords();
  const write = useWrite();
  return (
    <div className="buttons">
      <Button variant="secondary" data-size="sm" onClick={() => void write(restore(flag), { said: t('moderation.restored') })}>{t('moderation.putBack')}</Button>
    </div>
  );
}
