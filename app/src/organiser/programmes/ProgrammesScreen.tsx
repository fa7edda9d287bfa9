// SPDX-License-Identifier: Apache-2.0
// The programmes of the network, and a way to bring one in from a file.
import { ChevronRightIcon } from '@navikt/aksel-icons';
import { Link } from 'wouter';
import { all } from '../../shared/copy';
import { idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { Empty, Page, Section } from '../../shared/Page';
import { useWords } from '../../shared/words';
import { ImportFile } from '../files/ImportFile';

export function ProgrammesScreen() {
  const words = useWords();
  const { t } = words;
  const rows = useLive(`programmes ${words.language}`, async (c) => {
    const programmes = await all(c, 'programme', 'programmes');
    return Promise.all(programmes.map(async (of) => {
      const themes = await all(c, 'theme', 'themesOfProgramme', of.id);
      return { id: idText(of.id), name: words.pick(of.body.name), version: of.body.version, themes: themes.length, assignments: themes.flatMap(({ body }) => body.assignments).length };
    }));
  });
  return (
    <Page title={t('programmes.title')} lead={t('programmes.lead')}>
      {rows && (rows.length === 0
        ? <Empty title={t('programmes.none')}><p>{t('programmes.noneWords')}</p></Empty>
        : (
          <ul className="rows">
            {rows.map((row) => (
              <li key={row.id} className="row">
                <Link href={`/organiser/programmes/${row.id}`} className="row-link">
                  <span className="row-title" dir="auto">{row.name}</span>
                  <span className="muted">{t('programmes.facts', { version: row.version, themes: row.themes, assignments: row.assignments })}</span>
                </Link>
                <ChevronRightIcon aria-hidden className="row-arrow" />
              </li>
            ))}
          </ul>
        ))}
      <Section id="import" title={t('import.title')}><ImportFile wanted="programme" /></Section>
    </Page>
  );
}
