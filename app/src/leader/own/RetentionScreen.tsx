// SPDX-License-Identifier: Apache-2.0
// How long what is kept: one plain table for everybody; organisers change it here.
import { Button, Textfield } from '@digdir/designsystemet-react';
import { create, RetentionClass, Role, SetRetentionSchema } from '@samstig/client/messages';
import { useState } from 'react';
import type { MessageKey } from '../../messages';
import { useMe } from '../../shared/client';
import { useLive } from '../../shared/live';
import { Page, Section } from '../../shared/Page';
import { hatsOf } from '../../shared/people';
import { TableScroll } from '../../shared/TableScroll';
import { useWords, type Words } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { type Class, classes, daysFrom, type OverCohort, retentionOf, type RetentionView } from './retention';

const what: Record<Class, MessageKey> = {
  [RetentionClass.WORK]: 'retention.work', [RetentionClass.TALK]: 'retention.talk',
  [RetentionClass.TRACES]: 'retention.traces', [RetentionClass.PEOPLE]: 'retention.people',
};

function howLong(words: Words, of: Class, days: number | null): string {
  if (days === null) return words.t('retention.forGood');
  const time = days % 365 === 0 ? words.t('retention.inYears', { count: days / 365 }) : words.t('retention.inDays', { count: days });
  return words.t(of === RetentionClass.PEOPLE ? 'retention.afterPerson' : 'retention.afterCohort', { time });
}

export function RetentionScreen() {
  const words = useWords();
  const { t } = words;
  const me = useMe();
  const [changing, setChanging] = useState(false);
  const view = useLive(`retention ${words.language}`, (c) => retentionOf(c, words));
  const organises = useLive('organises', async (c) => (await hatsOf(c, me)).some((hat) => hat.role === Role.ORGANISER));
  return (
    <Page title={t('own.retention')} lead={t('retention.lead')} back={{ to: '/settings', label: t('nav.settings') }}>
      {view && !changing && (
        <Section id="rules" title={t('retention.rules')}
          aside={organises && <Button variant="secondary" data-size="sm" onClick={() => setChanging(true)}>{t('retention.change')}</Button>}>
          <table className="plain-table">
            <thead><tr><th scope="col">{t('retention.what')}</th><th scope="col">{t('retention.howLong')}</th></tr></thead>
            <tbody>
              {classes.map((of) => <tr key={of}><th scope="row">{t(what[of])}</th><td>{howLong(words, of, view.days[of])}</td></tr>)}
            </tbody>
          </table>
          <p className="muted">{t('retention.notice')}</p>
        </Section>
      )}
      {view && changing && <Rules view={view} onDone={() => setChanging(false)} />}
      {view && view.over.length > 0 && <Over over={view.over} />}
    </Page>
  );
}

function Over({ over }: { over: OverCohort[] }) {
  const words = useWords();
  const { t } = words;
  const now = Date.now();
  const when = (ms: number | null) => (ms === null ? t('retention.stays') : ms <= now ? t('retention.gone', { day: words.date(ms) }) : words.date(ms));
  return (
    <Section id="over" title={t('retention.over')}>
      <TableScroll labelledBy="over">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('retention.cohort')}</th><th scope="col">{t('retention.workShort')}</th>
              <th scope="col">{t('retention.talkShort')}</th><th scope="col">{t('retention.tracesShort')}</th>
            </tr>
          </thead>
          <tbody>
            {over.map((cohort) => <tr key={cohort.id}><th scope="row">{cohort.name}</th>{cohort.goesMs.map((ms, at) => <td key={at}>{when(ms)}</td>)}</tr>)}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

function Rules({ view, onDone }: { view: RetentionView; onDone: () => void }) {
  const { t } = useWords();
  const write = useWrite();
  const [typed, setTyped] = useState(() => Object.fromEntries(classes.map((of) => [of, view.days[of]?.toString() ?? ''])) as Record<Class, string>);
  const days = classes.map((of) => ({ of, days: daysFrom(typed[of]) }));
  const save = async () => {
    const rules = days.flatMap(({ of, days: count }) => (count ? [{ class: of, days: count }] : []));
    const sent = await write({ case: 'setRetention', value: create(SetRetentionSchema, { id: view.id, rules }) }, { said: t('retention.saved') });
    if (sent) onDone();
  };
  return (
    <Section id="rules" title={t('retention.rules')}>
      <div className="note-form">
        <p className="muted">{t('retention.notice')}</p>
        {days.map(({ of, days: count }) => (
          <Textfield key={of} label={t('retention.days', { what: t(what[of]) })} description={t('retention.daysHint')} inputMode="numeric" className="field-short" value={typed[of]}
            error={count === undefined ? t('retention.daysHint') : undefined} onChange={(event) => setTyped({ ...typed, [of]: event.target.value })} />
        ))}
        <div className="buttons">
          <Button disabled={days.some(({ days: count }) => count === undefined)} onClick={() => void save()}>{t('retention.set')}</Button>
          <Button variant="tertiary" onClick={onDone}>{t('cancel')}</Button>
        </div>
      </div>
    </Section>
  );
}
