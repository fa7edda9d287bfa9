// SPDX-License-Identifier: Apache-2.0
// A theme of a programme and its library of assignments.
import { Alert, Button, Textfield } from '@digdir/designsystemet-react';
import { ArrowDownIcon, ArrowUpIcon, PlusIcon, TrashIcon } from '@navikt/aksel-icons';
import type { Id } from '@samstig/client';
import { AssignmentTemplateSchema, create, type Theme, ThemeSchema } from '@samstig/client/messages';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useClient } from '../../shared/client';
import { all, one, type Of } from '../../shared/copy';
import { idText, sameId } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { isBlank, localText, LocalTexts, type Texts, textsOf } from '../../shared/LocalTexts';
import { Empty, Page, Section } from '../../shared/Page';
import { useVoice } from '../../shared/say';
import { useKept } from '../../shared/useKept';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { codeFor, nextVersion, themeIntent } from './publishing';

// `theme`: null for a new one.
export function ThemeEditor({ id, theme }: { id: Id; theme: Id | null }) {
  const words = useWords();
  const { t } = words;
  const view = useLive(`theme to edit ${idText(id)} ${theme ? idText(theme) : 'new'}`, async (c) => ({
    programme: await one(c, 'programme', id), themes: await all(c, 'theme', 'themesOfProgramme', id),
  }));
  const before = view && theme ? view.themes.find((one) => sameId(one.id, theme)) ?? null : null;
  const back = { to: `/organiser/programmes/${idText(id)}`, label: t('programme.back') };
  return (
    <Page title={before ? words.pick(before.body.name) : t('theme.new')} over={words.pick(view?.programme?.body.name)} back={back}>
      {view?.programme && <Fields programme={view.programme} themes={view.themes} before={before} />}
      {view && !view.programme && <Empty title={t('programme.goneWords')} />}
    </Page>
  );
}

interface TemplateForm {
  code: string;
  minutes: string;
  title: Texts;
  brief: Texts;
}
interface Form {
  name: Texts;
  summary: Texts;
  templates: TemplateForm[];
}

function formOf(theme: Theme | undefined): Form {
  return {
    name: textsOf(theme?.name), summary: textsOf(theme?.summary),
    templates: (theme?.assignments ?? []).map(({ code, minutes, title, brief }) => ({ code, minutes: String(minutes), title: textsOf(title), brief: textsOf(brief) })),
  };
}

const minutesFit = (minutes: string) => /^\d+$/.test(minutes) && Number(minutes) >= 5 && Number(minutes) <= 600;
const templateFits = ({ title, brief, minutes }: TemplateForm) => !isBlank(title) && !isBlank(brief) && minutesFit(minutes);

function Fields({ programme, themes, before }: { programme: Of<'programme'>; themes: Of<'theme'>[]; before: Of<'theme'> | null }) {
  const { t } = useWords();
  const client = useClient();
  const write = useWrite();
  const [, go] = useLocation();
  const fresh = formOf(before?.body);
  const form = useKept<Form>(`theme.${idText(programme.id)}.${before ? idText(before.id) : 'new'}`, fresh);
  const [tried, setTried] = useState(false);
  const { languages, version } = programme.body;
  const { value } = form;
  const fits = !isBlank(value.name) && !isBlank(value.summary) && value.templates.every(templateFits);
  const save = async () => {
    setTried(true);
    if (!fits) return;
    const first = (texts: Texts) => languages.map((tag) => texts[tag]?.trim()).find(Boolean) ?? Object.values(texts)[0] ?? '';
    // Codes are used once in a programme; those that are there stay, since reports refer to them.
    const taken = themes.flatMap(({ body }) => body.assignments.map(({ code }) => code));
    const templates = value.templates.map((template) => {
      const code = template.code || codeFor(first(template.title), taken);
      taken.push(code);
      return create(AssignmentTemplateSchema, { code, minutes: Number(template.minutes), title: localText(template.title), brief: localText(template.brief) });
    });
    const theme = create(ThemeSchema, {
      programmeId: programme.id, code: before?.body.code ?? codeFor(first(value.name), themes.map(({ body }) => body.code)),
      position: before?.body.position ?? 1 + Math.max(0, ...themes.map(({ body }) => body.position)), name: localText(value.name), summary: localText(value.summary), assignments: templates,
    });
    if (!(await write(nextVersion(programme)))) return;
    if (!(await write(await themeIntent(client, programme, theme), { said: t('programme.saved', { version: version + 1 }) }))) return;
    form.letGo();
    go(`/organiser/programmes/${idText(programme.id)}`);
  };
  return (
    <div className="fields">
      {form.found && <Alert data-color="info"><p>{t('form.found')}</p><Button variant="tertiary" data-size="sm" onClick={() => form.letGo(fresh)}>{t('form.anew')}</Button></Alert>}
      <LocalTexts label={t('theme.name')} languages={languages} value={value.name} maxLength={150} error={tried && isBlank(value.name) ? t('csv.blank') : undefined} onChange={(name) => form.change({ name })} />
      <LocalTexts label={t('theme.summary')} languages={languages} value={value.summary} multiline maxLength={19000} error={tried && isBlank(value.summary) ? t('csv.blank') : undefined}
        onChange={(summary) => form.change({ summary })} />
      <Templates form={value} languages={languages} tried={tried} onChange={(templates) => form.change({ templates })} />
      {tried && !fits && <Alert data-color="warning" role="alert">{t('theme.lacks')}</Alert>}
      <p className="muted">{t('programme.newVersion', { version: version + 1 })}</p>
      <div className="buttons"><Button data-size="lg" onClick={() => void save()}>{t('programme.publish')}</Button></div>
    </div>
  );
}

function Templates({ form, languages, tried, onChange }: { form: Form; languages: string[]; tried: boolean; onChange: (templates: TemplateForm[]) => void }) {
  const words = useWords();
  const { t } = words;
  const { say } = useVoice();
  const { templates } = form;
  // What is taken out comes back into the list as it is by then.
  const now = useRef(templates);
  now.current = templates;
  const titleOf = (template: TemplateForm) => languages.map((tag) => template.title[tag]).find(Boolean) || t('theme.untitled');
  const change = (at: number, next: Partial<TemplateForm>) => onChange(templates.map((one, index) => (index === at ? { ...one, ...next } : one)));
  const swap = (at: number, to: number) => {
    const moved = [...templates];
    [moved[at], moved[to]] = [moved[to]!, moved[at]!];
    onChange(moved);
  };
  const remove = (at: number) => {
    onChange(templates.filter((_, index) => index !== at));
    const removed = templates[at]!;
    say(t('theme.removed', { title: titleOf(removed) }), () => onChange([...now.current.slice(0, at), removed, ...now.current.slice(at)]));
  };
  return (
    <Section id="templates" title={t('theme.assignments', { count: templates.length })}>
      {templates.length === 0 && <Empty title={t('theme.noAssignments')}><p>{t('theme.noAssignmentsWords')}</p></Empty>}
      {templates.map((template, at) => (
        <details key={template.code || `new ${at}`} className="item" open={!template.code || (tried && !templateFits(template)) || undefined}>
          <summary><span className="item-title" dir="auto">{titleOf(template)}</span> <span className="muted">{t('assignment.minutes', { minutes: Number(template.minutes) || 0 })}</span></summary>
          <div className="fields">
            <LocalTexts label={t('editor.title')} languages={languages} value={template.title} maxLength={120} error={tried && isBlank(template.title) ? t('editor.lack.title') : undefined}
              onChange={(title) => change(at, { title })} />
            <LocalTexts label={t('editor.brief')} description={t('editor.briefHint')} languages={languages} value={template.brief} multiline maxLength={19000}
              error={tried && isBlank(template.brief) ? t('editor.lack.brief') : undefined} onChange={(brief) => change(at, { brief })} />
            <Textfield label={t('editor.minutes')} type="number" inputMode="numeric" min={5} max={600} className="field-short" value={template.minutes}
              error={tried && !minutesFit(template.minutes) ? t('editor.lack.minutes') : undefined} onChange={(event) => change(at, { minutes: event.target.value })} />
            <div className="buttons">
              <Button variant="tertiary" data-size="sm" disabled={at === 0} onClick={() => swap(at, at - 1)}><ArrowUpIcon aria-hidden /> {t('theme.up')}</Button>
              <Button variant="tertiary" data-size="sm" disabled={at === templates.length - 1} onClick={() => swap(at, at + 1)}><ArrowDownIcon aria-hidden /> {t('theme.down')}</Button>
              <Button variant="tertiary" data-size="sm" onClick={() => remove(at)}><TrashIcon aria-hidden /> {t('theme.remove')}</Button>
            </div>
          </div>
        </details>
      ))}
      <div className="buttons">
        <Button variant="secondary" onClick={() => onChange([...templates, { code: '', minutes: '60', title: {}, brief: {} }])}><PlusIcon aria-hidden /> {t('theme.add')}</Button>
      </div>
    </Section>
  );
}
