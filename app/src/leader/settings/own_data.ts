// SPDX-License-Identifier: Apache-2.0
// Everything of one's own as a folder to take along: data.json for machines, Markdown for people, and the
// files. The same shape as the command line's (format samstig-own-data).
import type { Attachment, Entity, Revision } from '@samstig/client/messages';
import { EntitySchema, toJson } from '@samstig/client/messages';
import { hex, idText } from '../../shared/ids';
import type { Words } from '../../shared/words';
import { reportFields, reportText } from '../drafting';

export interface OwnThing {
  versions: Entity[];
}
export interface About {
  network: string;
  person: string;
  madeMs: number;
}
export interface OwnFile {
  // Under files/; null when its bytes could not be had.
  name: string | null;
  called: string;
  sha256: string;
}

const iso = (ms: number) => new Date(ms).toISOString();

function headWords(head: Revision, words: Words): string {
  if (head.content.case === 'text') return head.content.value;
  if (head.content.case !== 'report') return '';
  const report = reportText(head.content.value);
  const parts = reportFields.filter((field) => report[field].trim()).map((field) => `**${words.t(`report.${field}`)}**\n\n${report[field]}`);
  if (report.didNotWork) parts.push(`*${words.t('report.triedTag')}*`);
  return parts.join('\n\n');
}

const joined = (heads: Revision[], words: Words) => heads.map((head) => headWords(head, words)).join('\n\n');

// The file it belongs in, and its words.
export function ownText(entity: Entity, words: Words): { file: string; text: string } | null {
  const { body } = entity;
  switch (body.case) {
    case 'post': return { file: 'posts.md', text: joined(body.value.heads, words) };
    case 'thread': return { file: 'threads.md', text: body.value.title };
    case 'draft': return { file: 'drafts.md', text: joined(body.value.heads, words) };
    case 'submission': {
      const report = body.value.report;
      if (!report) return null;
      const parts = reportFields.filter((field) => report[field].trim()).map((field) => `**${words.t(`report.${field}`)}**\n\n${report[field]}`);
      return { file: 'reports.md', text: parts.join('\n\n') + (report.didNotWork ? `\n\n*${words.t('report.triedTag')}*` : '') };
    }
    case 'feedback': return { file: 'feedback.md', text: body.value.text };
    case 'tool': return { file: 'tools.md', text: `**${body.value.title}**\n\n${joined(body.value.heads, words)}` };
    case 'team': return { file: 'teams.md', text: `**${body.value.name}**\n\n${joined(body.value.heads, words)}` };
    case 'announcement': return { file: 'announcements.md', text: `**${body.value.title}**\n\n${body.value.text}` };
    case 'nudge': return { file: 'nudges.md', text: body.value.text };
    case 'flag': return { file: 'flags.md', text: body.value.note };
    default: return null;
  }
}

export function ownTexts(things: OwnThing[], person: string, words: Words): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { versions } of things) {
    const present = versions.at(-1);
    const own = present && ownText(present, words);
    if (!present || !own) continue;
    const earlier = versions.slice(0, -1).flatMap((version) => ownText(version, words)?.text.trim() || []);
    if (own.text.trim() === '' && earlier.length === 0) continue;
    const heading = `## ${iso(Number(present.madeMs))}${idText(present.author) === person ? '' : ` (${words.t('mine.toYou')})`}`;
    const before = earlier.map((text) => `*${words.t('mine.earlier')}*\n\n${text}`);
    const section = [heading, own.text.trim() || `*${words.t('post.withdrawn')}*`, ...before].join('\n\n');
    texts.set(own.file, `${texts.get(own.file) ?? ''}${section}\n\n`);
  }
  return texts;
}

export function filesIn(entity: Entity): Attachment[] {
  const { body } = entity;
  const ofHeads = (heads: Revision[]) => heads.flatMap((head) =>
    head.content.case === 'report' ? head.content.value.attachments : head.attachments);
  switch (body.case) {
    case 'post': case 'draft': case 'tool': case 'team': return ofHeads(body.value.heads);
    case 'submission': return body.value.report?.attachments ?? [];
    default: return [];
  }
}

export function ownDocument(things: OwnThing[], files: OwnFile[], about: About): unknown {
  return {
    format: 'samstig-own-data', version: 1, network: about.network, person: about.person, made: iso(about.madeMs),
    things: things.filter(({ versions }) => versions.length > 0).map(({ versions }) => {
      const present = versions.at(-1)!;
      return {
        kind: present.body.case ?? 'unknown', id: idText(present.id), author: idText(present.author), made: iso(Number(present.madeMs)),
        versions: versions.map((version) => toJson(EntitySchema, version, { useProtoFieldName: true })),
      };
    }),
    files: files.map(({ name, called, sha256 }) => ({ file: name, called, sha256 })),
  };
}

export const fileKey = (file: Attachment) => hex(file.sha256);
