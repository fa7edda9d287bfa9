// SPDX-License-Identifier: Apache-2.0
// What a guest sees: what the invitation is to, when, and how many come. Nobody's name and nobody's words.
import { useMe } from '../shared/client';
import { useLive } from '../shared/live';
import { Empty, Page, Section } from '../shared/Page';
import { useWords } from '../shared/words';
import { invitations, type Invitation } from './invitations';

export function GuestScreen() {
  const words = useWords();
  const { t } = words;
  const me = useMe();
  const view = useLive(`invitations ${words.language}`, (c) => invitations(c, me, words));
  if (!view) return null;
  return (
    <Page title={t('guest.title')} lead={view.length > 0 ? t('guest.lead') : undefined}>
      {view.length === 0 && <Empty title={t('guest.over')}><p>{t('guest.overWords')}</p></Empty>}
      {view.map((invitation) => <Facts key={invitation.id} of={invitation} />)}
    </Page>
  );
}

function Facts({ of }: { of: Invitation }) {
  const words = useWords();
  const { t } = words;
  return (
    <Section id={of.id} title={of.subject}>
      <ul className="facts">
        {of.cohort && <li>{t('guest.in', { cohort: of.cohort })}</li>}
        {of.startsMs > 0 && <li>{t('guest.runs', { from: words.day(of.startsMs), to: words.day(of.endsMs) })}</li>}
        <li>{t('guest.when', { day: words.day(of.overMs) })}</li>
        <li><strong>{t('guest.headcount', { count: of.headcount })}</strong></li>
      </ul>
      <p className="muted">{t('guest.until', { day: words.day(of.untilMs) })}</p>
    </Section>
  );
}
