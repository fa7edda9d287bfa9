// SPDX-License-Identifier: Apache-2.0
// One programme: what it is about, its themes and their assignments.
import { Button } from '@digdir/designsystemet-react';
import { ChevronRightIcon, PlusIcon } from '@navikt/aksel-icons';
import type { Id } from '@samstig/client';
import { Link } from 'wouter';
import { all, one } from '../../shared/copy';
import { idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { languageName } from '../../shared/LocalTexts';
import { Markdown } from '../../shared/Markdown';
import { moneyText } from '../../shared/money';
import { Empty, Page, Section } from '../../shared/Page';
import { useWords } from '../../shared/words';

export function ProgrammeScreen({ id }: { id: Id }) {
  const words = useWords();
  const { t } = words;
  const view = useLive(`programme ${idText(id)}`, async (c) => ({ programme: await one(c, 'programme', id), themes: await all(c, 'theme', 'themesOfProgramme', id) }));
  const back = { to: '/organiser/programmes', label: t('programmes.title') };
  if (!view) return null;
  if (!view.programme) return <Page title={t('programme.gone')} back={back}><Empty title={t('programme.goneWords')} /></Page>;
  const { body } = view.programme;
  const themes = view.themes.sort((a, b) => a.body.position - b.body.position);
  const here = `/organiser/programmes/${idText(id)}`;
  return (
    <Page title={words.pick(body.name)} back={back} over={t('programme.version', { version: body.version })}
      actions={<div className="buttons"><Button asChild variant="secondary"><Link href={`${here}/edit`}>{t('programme.edit')}</Link></Button></div>}>
      <ul className="facts">
        <li>{words.list(body.languages.map((tag) => languageName(tag, words.language)))}</li>
        {body.currency && <li>{t('price.net', { net: moneyText(Number(body.priceCents), body.currency, words.language) })}</li>}
      </ul>
      <Markdown text={words.pick(body.summary)} />
      <Section id="themes" title={t('programme.themes')}
        aside={<Button asChild variant="secondary" data-size="sm"><Link href={`${here}/themes/new`}><PlusIcon aria-hidden /> {t('programme.addTheme')}</Link></Button>}>
        {themes.length === 0
          ? <Empty title={t('programme.noThemes')}><p>{t('programme.noThemesWords')}</p></Empty>
          : (
            <ol className="rows">
              {themes.map((theme) => (
                <li key={idText(theme.id)} className="row">
                  <Link href={`${here}/themes/${idText(theme.id)}`} className="row-link">
                    <span className="row-title" dir="auto">{theme.body.position}. {words.pick(theme.body.name)}</span>
                    <span className="muted">{t('programme.assignments', { count: theme.body.assignments.length })}: {theme.body.assignments.map(({ title }) => words.pick(title)).join(' · ')}</span>
                  </Link>
                  <ChevronRightIcon aria-hidden className="row-arrow" />
                </li>
              ))}
            </ol>
          )}
      </Section>
    </Page>
  );
}
