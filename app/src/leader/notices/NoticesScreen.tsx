// SPDX-License-Identifier: Apache-2.0
// Notices: what happened that concerns one, and why one is told. Nothing is counted or scored.
import type { Id, Notice, Samstig } from '@samstig/client';
import { NoticeKind } from '@samstig/client/messages';
import { Link } from 'wouter';
import { one } from '../../shared/copy';
import { idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { Empty, Page, Section } from '../../shared/Page';
import { People } from '../../shared/people';
import { useWords, type Words } from '../../shared/words';

const kSinceMs = 30 * 24 * 3600 * 1000;

interface Told {
  key: string;
  what: string;
  why: string;
  to: string;
  atMs: number;
}

const kinds: Partial<Record<NoticeKind, string>> = {
  [NoticeKind.MENTION]: 'notice.mention', [NoticeKind.ANSWER]: 'notice.answer', [NoticeKind.FEEDBACK]: 'notice.feedback',
  [NoticeKind.ASSIGNMENT]: 'notice.assignment', [NoticeKind.DEADLINE]: 'notice.deadline', [NoticeKind.POST]: 'notice.post',
  [NoticeKind.ANNOUNCEMENT]: 'notice.announcement', [NoticeKind.NUDGE]: 'notice.nudge', [NoticeKind.SUBMISSION]: 'notice.submission',
  [NoticeKind.FLAG]: 'notice.flag',
};

// The name of the place and the way to it.
async function placeOf(client: Samstig, id: Id, words: Words): Promise<{ title: string; to: string }> {
  const shown = await client.get(id);
  const body = shown?.entity.body;
  switch (body?.case) {
    case 'thread': return { title: body.value.title, to: `/threads/${idText(id)}` };
    case 'assignment': return { title: words.pick(body.value.title), to: `/assignments/${idText(id)}` };
    case 'announcement': return { title: body.value.title, to: '/' };
    case 'submission': {
      const about = await one(client, 'assignment', body.value.assignmentId);
      return { title: words.pick(about?.body.title), to: `/assignments/${idText(body.value.assignmentId)}` };
    }
    default: return { title: '', to: '/' };
  }
}

async function told(client: Samstig, notice: Notice, people: People, words: Words): Promise<Told> {
  const { title, to } = await placeOf(client, notice.place, words);
  const who = notice.who ? (await people.someone(notice.who)).name : words.t('notice.somebody');
  const key = kinds[notice.kind as NoticeKind] ?? 'notice.post';
  return {
    key: `${notice.kind}-${idText(notice.place)}-${notice.atMs}-${who}`,
    what: words.has(key) ? words.t(key, { who, title }) : title,
    why: words.t(`why.${notice.why}`), to, atMs: notice.atMs,
  };
}

async function notices(client: Samstig, words: Words): Promise<Told[]> {
  const people = new People(client, words);
  const now = await client.serverTimeMs();
  const found = await client.notices(now - kSinceMs);
  const all = await Promise.all(found.map((notice) => told(client, notice, people, words)));
  return all.sort((a, b) => b.atMs - a.atMs);
}

export function NoticesScreen() {
  const words = useWords();
  const { t } = words;
  const found = useLive(`notices ${words.language}`, (c) => notices(c, words));
  const days = new Map<string, Told[]>();
  for (const notice of found ?? []) {
    const day = words.day(notice.atMs);
    days.set(day, [...(days.get(day) ?? []), notice]);
  }
  return (
    <Page title={t('nav.notices')} lead={t('notices.lead')}>
      {found?.length === 0 && <Empty title={t('notices.none')}><p>{t('notices.noneWords')}</p></Empty>}
      {[...days].map(([day, list]) => (
        <Section key={day} id={`day-${list[0]!.atMs}`} title={day}>
          <ul className="rows">
            {list.map((notice) => (
              <li key={notice.key} className="row">
                <Link href={notice.to} className="row-link">
                  <span className="row-title">{notice.what}</span>
                  <span className="row-facts muted"><span>{words.time(notice.atMs)}</span><span>{notice.why}</span></span>
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      ))}
    </Page>
  );
}
