// SPDX-License-Identifier: Apache-2.0
// Municipalities that want to join: agree, offer fewer, or decline with a reason.
import { useLive } from '../shared/live';
import { Empty, Page, Section } from '../shared/Page';
import { useWords } from '../shared/words';
import { allRequests } from './requests';
import { SeatRequestCard } from './SeatRequestCard';

export function RequestsScreen() {
  const words = useWords();
  const { t } = words;
  const requests = useLive(`requests ${words.language}`, (c) => allRequests(c, words));
  if (!requests) return <Page title={t('requests.title')}>{null}</Page>;
  const standing = (stands: string) => requests.filter((request) => request.stands === stands);
  const [waits, more, answered] = [standing('waits'), standing('wantsMore'), standing('answered')];
  return (
    <Page title={t('requests.title')} lead={t('requests.lead')}>
      {waits.length === 0
        ? <Empty title={t('requests.none')}><p>{t('requests.noneWords')}</p></Empty>
        : <Section id="waits" title={t('requests.waits', { count: waits.length })}>{waits.map((request) => <SeatRequestCard key={request.id} request={request} named />)}</Section>}
      {more.length > 0 && <Section id="more" title={t('requests.more', { count: more.length })}>{more.map((request) => <SeatRequestCard key={request.id} request={request} named />)}</Section>}
      {answered.length > 0 && (
        <details className="earlier">
          <summary>{t('requests.answered', { count: answered.length })}</summary>
          {answered.map((request) => <SeatRequestCard key={request.id} request={request} named />)}
        </details>
      )}
    </Page>
  );
}
