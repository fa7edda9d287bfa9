// SPDX-License-Identifier: Apache-2.0
// A report on a screen: bars for the eye, the same numbers as a table for everybody, what each of them means,
// and as of when.
import { Button } from '@digdir/designsystemet-react';
import { DownloadIcon } from '@navikt/aksel-icons';
import { useId } from 'react';
import { BarChart } from '../BarChart';
import { saveFile } from '../Files';
import { Section } from '../Page';
import { TableScroll } from '../TableScroll';
import { useWords, type Words } from '../words';
import { weekNumber } from './activity';
import type { Figure, Sheet, SheetGroup, SheetRow } from './sheet';
import { sheetCsv } from './spreadsheet';

interface SheetViewProps {
  id: string;
  title: string;
  sheet: Sheet;
  asOfMs: number;
  // This copy has all that the server has.
  caughtUp: boolean;
  // What the bars show, and of how many: people, or another figure.
  bar: { figure: 'handedIn' | 'authors' | 'active'; of: Figure | 'n' };
}

function rowLabel(words: Words, kind: string, label: string): string {
  switch (kind) {
    case 'total': return words.t('figures.total');
    case 'withoutTheme': return words.t('figures.withoutTheme');
    case 'week': return words.t('figures.week', { week: weekNumber(Number(label)), day: words.shortDay(Number(label)) });
    default: return label;
  }
}

export function SheetView({ id, title, sheet, asOfMs, caughtUp, bar }: SheetViewProps) {
  const words = useWords();
  const { t } = words;
  const label = (kind: string, given: string) => rowLabel(words, kind, given);
  const save = () => saveFile(new Blob([sheetCsv(sheet, label, asOfMs)]), `samstig-${id}.csv`, 'text/csv');
  return (
    <Section id={id} title={title} aside={
      <Button variant="tertiary" data-size="sm" onClick={save}><DownloadIcon aria-hidden /> {t('figures.save')}</Button>}>
      {sheet.groups.map((group) => (
        <div key={group.heading} className="sheet">
          <Bars sheet={sheet} group={group} bar={bar} label={label} />
          <Numbers sheet={sheet} group={group} label={label} title={title} />
        </div>
      ))}
      <p className="muted">
        {t('figures.asOf', { moment: words.moment(asOfMs) })} {!caughtUp && t('figures.notCaughtUp')}
      </p>
      <details className="definitions">
        <summary>{t('figures.definitions')}</summary>
        <dl>
          <dt>{t(`figures.n.${sheet.counted}`)}</dt>
          <dd>{t(`figures.n.${sheet.counted}.means`)}</dd>
          {sheet.figures.map((figure) => (
            <div key={figure}><dt>{t(`figure.${figure}`)}</dt><dd>{t(`figure.${figure}.means`)}</dd></div>
          ))}
          {sheet.counted !== 'enrolled' && <div><dt>{t('figures.tooFew')}</dt><dd>{t('figures.tooFew.means')}</dd></div>}
        </dl>
      </details>
    </Section>
  );
}

type Labelled = (kind: string, label: string) => string;

function Bars({ sheet, group, bar, label }: { sheet: Sheet; group: SheetGroup; bar: SheetViewProps['bar']; label: Labelled }) {
  const { t } = useWords();
  const value = (row: SheetRow, figure: Figure | 'n') => (figure === 'n' ? row.n : row.values?.[sheet.figures.indexOf(figure)] ?? 0);
  const rows = group.rows.filter((row) => row.kind !== 'total').map((row) => ({
    label: label(row.kind, row.label), value: row.values ? value(row, bar.figure) : null, of: value(row, bar.of), strong: row.kind === 'theme',
  }));
  return <BarChart title={t(`figures.chart.${bar.figure}`)} rows={rows} />;
}

function Numbers({ sheet, group, label, title }: { sheet: Sheet; group: SheetGroup; label: Labelled; title: string }) {
  const words = useWords();
  const { t } = words;
  const id = useId();
  return (
    <TableScroll labelledBy={id}>
      <table className="grid-table numbers">
        <caption id={id}>{t('figures.table', { title, by: t(`figures.by.${group.heading}` as 'figures.by.municipality') })}</caption>
        <thead>
          <tr>
            <th scope="col">{t(`figures.by.${group.heading}` as 'figures.by.municipality')}</th>
            <th scope="col">{t(`figures.n.${sheet.counted}`)}</th>
            {sheet.figures.map((figure) => <th key={figure} scope="col">{t(`figure.${figure}`)}</th>)}
          </tr>
        </thead>
        <tbody>
          {group.rows.map((row, at) => (
            <tr key={`${row.kind} ${row.label} ${at}`} data-kind={row.kind}>
              <th scope="row"><bdi>{label(row.kind, row.label)}</bdi></th>
              <td>{words.number(row.n)}</td>
              {row.values
                ? row.values.map((value, column) => <td key={sheet.figures[column]}>{words.number(value)}</td>)
                : <td colSpan={sheet.figures.length} className="muted">{t(`figures.${row.telling as 'tooFew' | 'shieldsOthers'}`)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
