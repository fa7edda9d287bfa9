// SPDX-License-Identifier: Apache-2.0
// The accessibility statement.
import { Page } from '../shared/Page';
import { useWords } from '../shared/words';

export function AccessibilityScreen() {
  const { t } = useWords();
  return (
    <Page title={t('nav.accessibility')}>
      <div className="prose">
        <p>{t('accessibility.aim')}</p>
        <h2>{t('accessibility.howTitle')}</h2>
        <ul>
          <li>{t('accessibility.keyboard')}</li>
          <li>{t('accessibility.reader')}</li>
          <li>{t('accessibility.zoom')}</li>
          <li>{t('accessibility.motion')}</li>
        </ul>
        <h2>{t('accessibility.limitsTitle')}</h2>
        <p>{t('accessibility.limits')}</p>
        <h2>{t('accessibility.tellTitle')}</h2>
        <p>{t('accessibility.tell')}</p>
      </div>
    </Page>
  );
}
