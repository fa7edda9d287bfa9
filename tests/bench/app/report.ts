// SPDX-License-Identifier: Apache-2.0
// How figures are told: a line for each, for people or as JSON, beside its goal and the limit of the machine.

export interface Figure {
  metric: string;
  value: number;
  unit: string;
  // What is aimed at; `better` says on which side of it one should be.
  goal?: number;
  better?: 'more' | 'less';
  // What this machine could do at best, or another does, in the same unit.
  limit?: number;
  limitIs?: string;
}

export function median(values: number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  if (at === undefined) throw new Error('there is nothing to take the median of');
  return at;
}

const rounded = (value: number) => Number(value.toPrecision(5));

export class Report {
  constructor(private readonly bench: string, private readonly json: boolean) {}

  // What is being done, for whoever waits.
  say(what: string): void {
    if (!this.json) console.error(`... ${what}`);
  }

  add({ metric, value, unit, goal, better = 'less', limit, limitIs }: Figure): void {
    const met = goal === undefined ? null : better === 'more' ? value >= goal : value <= goal;
    const ratio = limit === undefined || limit === 0 ? null : rounded(value / limit);
    if (this.json) {
      console.log(JSON.stringify({
        bench: this.bench, metric, value: rounded(value), unit, limit: limit === undefined ? null : rounded(limit),
        limit_is: limitIs ?? null, ratio, goal: goal ?? null, goal_met: met,
      }));
      return;
    }
    const aim = goal === undefined ? '' : `goal ${better === 'more' ? '>=' : '<='} ${goal} ${met ? 'met' : 'NOT MET'}; `;
    const beside = limit === undefined ? '' : `limit ${rounded(limit)} (${limitIs})`;
    console.log(`${metric.padEnd(58)} ${String(rounded(value)).padStart(10)} ${unit.padEnd(9)} ${aim}${beside}`);
  }
}
