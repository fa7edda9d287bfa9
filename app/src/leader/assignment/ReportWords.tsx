// SPDX-License-Identifier: Apache-2.0
import { Tag } from '@digdir/designsystemet-react';
import { Markdown } from '../../shared/Markdown';
import { useWords } from '../../shared/words';
import { reportFields, type ReportText } from '../drafting';

// A report to be read: only the questions that were answered.
export function ReportWords({ text }: { text: ReportText }) {
  const { t } = useWords();
  return (
    <div className="report">
      {text.didNotWork && <p><Tag data-color="lake" data-size="sm">{t('report.triedTag')}</Tag></p>}
      {reportFields.filter((field) => text[field].trim() !== '').map((field) => (
        <div key={field} className="report-part" data-field={field}>
          <h4 className="report-label">{t(`report.${field}`)}</h4>
          <Markdown text={text[field]} />
        </div>
      ))}
    </div>
  );
}
