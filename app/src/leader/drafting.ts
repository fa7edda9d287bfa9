// SPDX-License-Identifier: Apache-2.0
// Writing one text on several devices without losing a word: what a save may replace. A save names the
// versions that its writer had before their eyes; what came from another device since stays beside it,
// and both are shown.
import type { Id } from '@samstig/client';
import type { Report, Revision } from '@samstig/client/messages';
import { idText } from '../shared/ids';

export class Lineage {
  private seen = new Map<string, Id>();

  // The text in hand stands for these versions: it was loaded from them, or joins them.
  standsFor(heads: Id[]): void {
    this.seen = new Map(heads.map((head) => [idText(head), head]));
  }

  replaces(): Id[] {
    return [...this.seen.values()];
  }

  // Versions among these that the text in hand does not know.
  strangers(heads: Revision[]): Revision[] {
    return heads.filter((head) => !this.seen.has(idText(head.revisionId)));
  }
}

export interface ReportText {
  tried: string;
  happened: string;
  insight: string;
  nextStep: string;
  didNotWork: boolean;
}

export const emptyReport: ReportText = { tried: '', happened: '', insight: '', nextStep: '', didNotWork: false };
export const reportFields = ['tried', 'happened', 'insight', 'nextStep'] as const;

export function reportText(report: Report | undefined): ReportText {
  if (!report) return emptyReport;
  const { tried, happened, insight, nextStep, didNotWork } = report;
  return { tried, happened, insight, nextStep, didNotWork };
}

export function isEmptyReport(report: ReportText): boolean {
  return reportFields.every((field) => report[field].trim() === '');
}

export function sameReport(a: ReportText, b: ReportText): boolean {
  return a.didNotWork === b.didNotWork && reportFields.every((field) => a[field] === b[field]);
}

// All words of both, each once.
export function joinText(a: string, b: string): string {
  if (b.trim() === '' || a.includes(b.trim())) return a;
  if (a.trim() === '' || b.includes(a.trim())) return b;
  return `${a.trimEnd()}\n\n${b.trimStart()}`;
}

export function joinReports(reports: ReportText[]): ReportText {
  return reports.reduce((joined, report) => ({
    tried: joinText(joined.tried, report.tried),
    happened: joinText(joined.happened, report.happened),
    insight: joinText(joined.insight, report.insight),
    nextStep: joinText(joined.nextStep, report.nextStep),
    didNotWork: joined.didNotWork || report.didNotWork,
  }), emptyReport);
}

export function newestFirst(heads: Revision[]): Revision[] {
  return [...heads].sort((a, b) => Number(b.claimedMs - a.claimedMs));
}
