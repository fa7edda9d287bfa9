// SPDX-License-Identifier: Apache-2.0
// The form of an assignment: what is filled in, what is missing, and the assignment that comes of it. Pure.
import { type Assignment, AssignmentSchema, type AssignmentTemplate, create } from '@samstig/client/messages';
import { dayOf, daysLater, endOf, keepingTime, startOf } from '../../shared/days';
import { idFrom, idText } from '../../shared/ids';
import { isBlank, localText, type Texts, textsOf } from '../../shared/LocalTexts';

export interface AssignmentForm {
  title: Texts;
  brief: Texts;
  minutes: string;
  // 'all', 'group <id>' or 'person <id>'.
  whom: string;
  // Days, "2026-10-05"; empty: at once.
  publish: string;
  opens: string;
  due: string;
  // Of an assignment that is out: what is new.
  note: string;
  theme: string;
  code: string;
}

export type Lack = 'title' | 'brief' | 'minutes' | 'publish' | 'opens' | 'due' | 'dueBeforeOpens' | 'opensBeforePublish';

const kDays = 14;

export function freshForm(now: number): AssignmentForm {
  return {
    title: {}, brief: {}, minutes: '60', whom: 'all', publish: '', opens: '', due: dayOf(daysLater(now, kDays)), note: '', theme: '', code: '',
  };
}

export function formOfTemplate(template: AssignmentTemplate, theme: string, now: number): AssignmentForm {
  return {
    ...freshForm(now), title: textsOf(template.title), brief: textsOf(template.brief), minutes: String(template.minutes), theme, code: template.code,
  };
}

export function formOf(assignment: Assignment): AssignmentForm {
  const { target } = assignment;
  return {
    title: textsOf(assignment.title), brief: textsOf(assignment.brief), minutes: String(assignment.minutes),
    whom: target.case === 'groupId' ? `group ${idText(target.value)}` : target.case === 'personId' ? `person ${idText(target.value)}` : 'all',
    publish: assignment.publishMs > 0n ? dayOf(Number(assignment.publishMs)) : '', opens: dayOf(Number(assignment.opensMs)),
    due: dayOf(Number(assignment.dueMs)), note: '', theme: idText(assignment.themeId), code: assignment.templateCode,
  };
}

export function lacksOf(form: AssignmentForm): Lack[] {
  const lacks: Lack[] = [];
  const minutes = Number(form.minutes);
  if (isBlank(form.title)) lacks.push('title');
  if (isBlank(form.brief)) lacks.push('brief');
  if (!Number.isInteger(minutes) || minutes < 5 || minutes > 600) lacks.push('minutes');
  if (form.publish && startOf(form.publish) === null) lacks.push('publish');
  if (form.opens && startOf(form.opens) === null) lacks.push('opens');
  if (endOf(form.due) === null) lacks.push('due');
  const opens = form.opens || form.publish;
  if (lacks.length === 0 && opens && form.due < opens) lacks.push('dueBeforeOpens');
  if (lacks.length === 0 && form.publish && form.opens && form.opens < form.publish) lacks.push('opensBeforePublish');
  return lacks;
}

function targetOf(whom: string): Assignment['target'] {
  const [kind, id] = whom.split(' ');
  const bytes = id ? idFrom(id) : null;
  if (kind === 'group' && bytes) return { case: 'groupId', value: bytes };
  if (kind === 'person' && bytes) return { case: 'personId', value: bytes };
  return { case: undefined };
}

// Without lacks. What is shown later opens no sooner than it is shown; without a word on the opening it opens
// as soon as it shows. `before` is the assignment as it stands, when it is changed.
export function assignmentFrom(form: AssignmentForm, cohort: Uint8Array, now: number, before?: Assignment): Assignment {
  const publish = form.publish ? keepingTime(form.publish, Number(before?.publishMs ?? 0), startOf) ?? 0 : 0;
  // Today, or a day that is over: at once.
  const later = publish > now || (before !== undefined && before.publishMs === BigInt(publish)) ? publish : 0;
  const opens = form.opens ? keepingTime(form.opens, Number(before?.opensMs ?? 0), startOf) ?? now : later || now;
  const due = keepingTime(form.due, Number(before?.dueMs ?? 0), endOf) ?? 0;
  return create(AssignmentSchema, {
    cohortId: cohort, themeId: form.theme ? idFrom(form.theme) ?? new Uint8Array() : new Uint8Array(), templateCode: form.code,
    title: localText(form.title), brief: localText(form.brief), minutes: Number(form.minutes), opensMs: BigInt(Math.round(Math.max(opens, later))),
    dueMs: BigInt(due), publishMs: BigInt(later), target: targetOf(form.whom), changeNote: before ? form.note.trim() : '',
  });
}
