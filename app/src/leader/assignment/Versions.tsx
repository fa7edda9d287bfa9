// SPDX-License-Identifier: Apache-2.0
// Two devices wrote the same draft without knowing of each other: both texts, side by side, and three ways on.
import { Alert, Button } from '@digdir/designsystemet-react';
import type { Revision } from '@samstig/client/messages';
import { useWords } from '../../shared/words';
import { reportText } from '../drafting';
import { ReportWords } from './ReportWords';
import type { Desk } from './desk';

export function Versions({ desk, versions }: { desk: Desk; versions: Revision[] }) {
  const words = useWords();
  const { t } = words;
  return (
    <div className="versions" role="group" aria-label={t('versions.title')}>
      <Alert data-color="info">{t('versions.words')}</Alert>
      <div className="versions-texts">
        {versions.map((version) => (
          <article key={String(version.claimedMs)} className="version">
            <h3 className="version-title">{t('versions.one', { time: words.moment(Number(version.claimedMs)) })}</h3>
            <ReportWords text={reportText(version.content.case === 'report' ? version.content.value : undefined)} />
            <Button variant="secondary" data-size="sm" onClick={() => desk.settle([version])}>{t('versions.take')}</Button>
          </article>
        ))}
      </div>
      <Button data-size="sm" onClick={() => desk.settle(versions)}>{t('versions.both')}</Button>
    </div>
  );
}
