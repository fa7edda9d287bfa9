// SPDX-License-Identifier: Apache-2.0
// Who was sent what one wrote for the coaches: person by person, day by day.
import { useMe } from '../../shared/client';
import { useLive } from '../../shared/live';
import { Empty, Page, Section } from '../../shared/Page';
import { PersonLine } from '../../shared/Person';
import { useWords } from '../../shared/words';
import { type Reader, readersOfMine } from './readers';

const kDaysShown = 4;

export function ReadersScreen() {
  const me = useMe();
  const words = useWords();
  const { t } = words;
  const found = useLive(`readers of mine ${words.language}`, (c) => readersOfMine(c, me, words));
  return (
    <Page title={t('own.readers')} lead={t('readers.lead')} back={{ to: '/settings', label: t('nav.settings') }}>
      {found?.length === 0 && <Empty title={t('readers.none')}><p>{t('readers.noneWords')}</p></Empty>}
      {found?.map((group) => (
        <Section key={group.cohort} id={`readers-${group.cohort}`} title={group.name}>
          <ul className="rows">
            {group.readers.map((reader) => <li key={reader.person.id} className="row read-by"><PersonLine person={reader.person} /><Days reader={reader} /></li>)}
          </ul>
        </Section>
      ))}
      <p className="muted">{t('readers.note')}</p>
    </Page>
  );
}

function Days({ reader: { daysMs } }: { reader: Reader }) {
  const words = useWords();
  const more = daysMs.slice(kDaysShown);
  const list = (days: number[]) => <ul className="days">{days.map((ms) => <li key={ms}>{words.date(ms)}</li>)}</ul>;
  return (
    <div className="read-days">
      {list(daysMs.slice(0, kDaysShown))}
      {more.length > 0 && <details><summary>{words.t('readers.earlier', { count: more.length })}</summary>{list(more)}</details>}
    </div>
  );
}
