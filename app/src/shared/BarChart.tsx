// SPDX-License-Identifier: Apache-2.0
// Bars beside one another, each with its own numbers in words: nothing is told by length or colour alone. The
// table that stands with it has the same numbers and more, so a screen reader is not led through twice.
import { useWords } from './words';

export interface Bar {
  label: string;
  // Null: not told.
  value: number | null;
  of: number;
  // A heading for those below.
  strong?: boolean;
}

export function BarChart({ title, rows }: { title: string; rows: Bar[] }) {
  const { t, number } = useWords();
  const most = Math.max(1, ...rows.map((row) => Math.max(row.of, row.value ?? 0)));
  if (rows.length === 0) return null;
  const width = (value: number) => `${(100 * value) / most}%`;
  return (
    <figure className="chart" aria-hidden="true">
      <figcaption className="chart-title">{title}</figcaption>
      {rows.map((row, at) => (
        <div key={at} className="chart-row" data-strong={row.strong || undefined}>
          <span className="chart-label"><bdi>{row.label}</bdi></span>
          <svg width="100%" height="16" className="chart-bar">
            <rect className="chart-of" x="0" y="0" width={width(row.of)} height="16" rx="3" />
            {row.value !== null && <rect className="chart-value" x="0" y="3" width={width(row.value)} height="10" rx="2" />}
          </svg>
          <span className="chart-number">
            {row.value === null ? t('figures.notTold') : t('figures.ofMany', { value: number(row.value), of: number(row.of) })}
          </span>
        </div>
      ))}
    </figure>
  );
}
