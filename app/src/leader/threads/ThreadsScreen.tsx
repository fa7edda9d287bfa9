// SPDX-License-Identifier: Apache-2.0
// All threads that this person can read, what is new first; and the way into the search.
import { Button, Tag } from '@digdir/designsystemet-react';
import { MagnifyingGlassIcon, PlusIcon } from '@navikt/aksel-icons';
import { Level } from '@samstig/client/messages';
import { Link } from 'wouter';
import { useMe } from '../../shared/client';
import { useLive } from '../../shared/live';
import { Empty, Page } from '../../shared/Page';
import { useWords } from '../../shared/words';
import { threadRows, type ThreadRow } from './thread';

export function ThreadsScreen() {
  const me = useMe();
  const words = useWords();
  const { t } = words;
  const rows = useLive(`threads ${words.language}`, (c) => threadRows(c, me, words));
  return (
    <Page title={t('nav.threads')} lead={t('threads.lead')} actions={
      <div className="buttons">
        <Button asChild><Link href="/threads/new"><PlusIcon aria-hidden /> {t('threads.new')}</Link></Button>
        <Button asChild variant="secondary" data-color="neutral"><Link href="/search"><MagnifyingGlassIcon aria-hidden /> {t('nav.search')}</Link></Button>
      </div>}>
      {rows?.length === 0 && <Empty title={t('threads.none')}><p>{t('threads.noneWords')}</p></Empty>}
      <ul className="rows">{rows?.map((row) => <Row key={row.id} row={row} />)}</ul>
    </Page>
  );
}

function Row({ row }: { row: ThreadRow }) {
  const words = useWords();
  const { t } = words;
  return (
    <li className="row" data-unread={row.unread.posts > 0 || undefined}>
      <Link href={`/threads/${row.id}`} className="row-link">
        <span className="row-title"><bdi>{row.title}</bdi></span>
        <span className="row-facts muted">
          <span>{row.space}</span>
          <span><bdi>{row.from.name}</bdi></span>
          <span>{t('thread.posts', { count: row.posts })}</span>
          <span>{words.near(row.lastMs, Date.now())}</span>
          {row.level === Level.MUTED && <span>{t('level.muted')}</span>}
        </span>
      </Link>
      {row.unread.mentions > 0 && <Tag data-color="accent" data-size="sm">{t('thread.mentions', { count: row.unread.mentions })}</Tag>}
      {row.unread.posts > 0 && <span className="count" aria-label={t('thread.unread', { posts: row.unread.posts })}>{row.unread.posts}</span>}
    </li>
  );
}
