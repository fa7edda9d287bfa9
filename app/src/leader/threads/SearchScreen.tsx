// SPDX-License-Identifier: Apache-2.0
// Searching in all that this device holds, also without a network.
import { Search } from '@digdir/designsystemet-react';
import type { Samstig, SearchHit } from '@samstig/client';
import type { Entity } from '@samstig/client/messages';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { one } from '../../shared/copy';
import { idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { Empty, Page } from '../../shared/Page';
import { useWords, type Words } from '../../shared/words';

interface Found {
  hit: SearchHit;
  kind: string;
  title: string;
  to: string;
}

const kPauseMs = 180;
const kLimit = 40;

async function assignmentOfWork(client: Samstig, submission: Uint8Array): Promise<string> {
  const found = await one(client, 'submission', submission);
  return found ? `/assignments/${idText(found.body.assignmentId)}` : '/path';
}

// Where to read it, and what to call it.
async function describe(client: Samstig, entity: Entity, words: Words): Promise<Omit<Found, 'hit'> | null> {
  const { t } = words;
  const body = entity.body;
  switch (body.case) {
    case 'assignment': return { kind: t('search.assignment'), title: words.pick(body.value.title), to: `/assignments/${idText(entity.id)}` };
    case 'thread': return { kind: t('search.thread'), title: body.value.title, to: `/threads/${idText(entity.id)}` };
    case 'post': {
      const thread = await one(client, 'thread', body.value.threadId);
      return { kind: t('search.post'), title: thread?.body.title ?? '', to: `/threads/${idText(body.value.threadId)}#post-${idText(entity.id)}` };
    }
    case 'draft': return { kind: t('search.draft'), title: '', to: `/assignments/${idText(body.value.assignmentId)}` };
    case 'submission': return { kind: t('search.report'), title: '', to: `/assignments/${idText(body.value.assignmentId)}` };
    case 'feedback': return { kind: t('search.feedback'), title: '', to: await assignmentOfWork(client, body.value.submissionId) };
    case 'tool': return { kind: t('search.tool'), title: body.value.title, to: '/toolbox' };
    case 'team': return { kind: t('search.team'), title: body.value.name, to: '/team' };
    case 'announcement': return { kind: t('search.announcement'), title: body.value.title, to: '/' };
    case 'person': return { kind: t('search.person'), title: body.value.name, to: '/people' };
    case 'theme': return { kind: t('search.theme'), title: words.pick(body.value.name), to: '/path' };
    default: return null;
  }
}

async function search(client: Samstig, text: string, words: Words): Promise<Found[]> {
  if (text.trim() === '') return [];
  const hits = await client.search(text, kLimit);
  const found = await Promise.all(hits.map(async (hit): Promise<Found | null> => {
    const shown = await client.get(hit.id);
    const about = shown && (await describe(client, shown.entity, words));
    return about ? { hit, ...about } : null;
  }));
  return found.flatMap((one) => one ?? []);
}

export function SearchScreen() {
  const words = useWords();
  const { t } = words;
  const [typed, setTyped] = useState('');
  const [text, setText] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setText(typed), kPauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useLive(`search ${words.language} ${text}`, (c) => search(c, text, words));
  return (
    <Page title={t('nav.search')} lead={t('search.lead')} back={{ to: '/threads', label: t('nav.threads') }}>
      <Search>
        <Search.Input aria-label={t('search.field')} value={typed} autoFocus onChange={(event) => setTyped(event.target.value)} />
        <Search.Clear aria-label={t('search.clear')} onClick={() => setTyped('')} />
      </Search>
      <p role="status" className="muted">{text.trim() !== '' && found ? t('search.count', { count: found.length }) : ''}</p>
      <ul className="rows">
        {found?.map(({ hit, kind, title, to }) => (
          <li key={idText(hit.id)} className="row">
            <Link href={to} className="row-link">
              <span className="row-title"><bdi>{title || kind}</bdi></span>
              <span className="clip" dir="auto">{hit.snippet.map((part, at) => (part.match ? <mark key={at}>{part.text}</mark> : part.text))}</span>
              <span className="row-facts muted">{kind}</span>
            </Link>
          </li>
        ))}
      </ul>
      {text.trim() !== '' && found?.length === 0 && <Empty title={t('search.none')}><p>{t('search.noneWords')}</p></Empty>}
    </Page>
  );
}
