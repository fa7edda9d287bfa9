// SPDX-License-Identifier: Apache-2.0
// Threads about an assignment, and a way to begin one.
import { Link as DsLink } from '@digdir/designsystemet-react';
import { Link } from 'wouter';
import { idText } from '../../shared/ids';
import { Section } from '../../shared/Page';
import { useWords } from '../../shared/words';
import type { AssignmentView } from './view';

export function Talk({ view }: { view: AssignmentView }) {
  const { t } = useWords();
  return (
    <Section id="talk" title={t('talk.title')}>
      <ul className="plain-list">
        {view.threads.map((thread) => (
          <li key={thread.id}><DsLink asChild><Link href={`/threads/${thread.id}`}>{thread.title}</Link></DsLink></li>
        ))}
      </ul>
      <p><DsLink asChild><Link href={`/threads/new?assignment=${idText(view.of.id)}`}>{t('talk.start')}</Link></DsLink></p>
    </Section>
  );
}
