// SPDX-License-Identifier: Apache-2.0
// The library of the programme: assignments to be given as they are or changed, by theme and language.
import { Button, Tag } from '@digdir/designsystemet-react';
import { PlusIcon } from '@navikt/aksel-icons';
import { useState } from 'react';
import { Link } from 'wouter';
import { Choice } from '../../shared/Choice';
import type { Of } from '../../shared/copy';
import { idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { languageName } from '../../shared/LocalTexts';
import { Markdown } from '../../shared/Markdown';
import { Empty, Section } from '../../shared/Page';
import { useWords } from '../../shared/words';
import { cohortKey } from '../cohorts';
import { CoachPage } from '../CoachPage';
import { inLibrary, library, type LibraryItem } from './assignments';

export function LibraryScreen() {
  const { t } = useWords();
  return (
    <CoachPage title={t('library.title')} lead={t('library.lead')} width="text" back={{ to: '/coach/assignments', label: t('assignments.title') }}>
      {(cohort) => <LibraryOf cohort={cohort} />}
    </CoachPage>
  );
}

function LibraryOf({ cohort }: { cohort: Of<'cohort'> }) {
  const words = useWords();
  const { t } = words;
  const all = useLive(`library ${cohortKey(cohort)} ${words.language}`, (c) => library(c, cohort));
  const [theme, setTheme] = useState('');
  const [language, setLanguage] = useState('');
  if (!all) return null;
  if (all.items.length === 0) {
    return (
      <Empty title={t('library.none')}>
        <p>{t('library.noneWords')}</p>
        <Button asChild><Link href="/coach/assignments/new">{t('assignments.new')}</Link></Button>
      </Empty>
    );
  }
  const languages = [...new Set(all.items.flatMap(({ template }) => Object.keys(template.title?.byLanguage ?? {})))].sort();
  const shown = inLibrary(all.items, theme, language);
  return (
    <>
      <div className="filters">
        <Choice label={t('library.theme')} value={theme} onChange={setTheme}
          options={[{ value: '', label: t('library.allThemes') }, ...all.themes.map(({ id, body }) => ({ value: idText(id), label: words.pick(body.name) }))]} />
        <Choice label={t('library.language')} value={language} onChange={setLanguage}
          options={[{ value: '', label: t('library.allLanguages') }, ...languages.map((tag) => ({ value: tag, label: languageName(tag, words.language) }))]} />
      </div>
      <p role="status" className="muted">{t('library.count', { count: shown.length })}</p>
      {all.themes.map((one) => {
        const here = shown.filter((item) => item.theme === one);
        return here.length > 0 && (
          <Section key={idText(one.id)} id={`theme-${one.body.code}`} title={words.pick(one.body.name)}>
            <ul className="plain-list library">{here.map((item) => <Item key={item.code} item={item} language={language} />)}</ul>
          </Section>
        );
      })}
    </>
  );
}

function Item({ item, language }: { item: LibraryItem; language: string }) {
  const words = useWords();
  const { t } = words;
  const brief = (language && item.template.brief?.byLanguage[language]) || words.pick(item.template.brief);
  const title = (language && item.template.title?.byLanguage[language]) || words.pick(item.template.title);
  return (
    <li>
      <details className="library-item">
        <summary>
          <span className="item-title" dir="auto">{title}</span>
          <span className="muted">{t('assignment.minutes', { minutes: item.template.minutes })}</span>
          {item.given > 0 && <Tag data-size="sm" data-color="spruce">{t('library.given')}</Tag>}
        </summary>
        <Markdown text={brief} className="brief" />
      </details>
      <Button asChild variant="secondary" data-size="sm">
        <Link href={`/coach/assignments/new/${item.code}`}><PlusIcon aria-hidden /> {t('library.give')} <span className="visually-hidden">{title}</span></Link>
      </Button>
    </li>
  );
}
