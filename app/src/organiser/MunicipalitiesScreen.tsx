// SPDX-License-Identifier: Apache-2.0
// The municipalities of the network and who administers each.
import { Button, Search, Tag } from '@digdir/designsystemet-react';
import { PlusIcon } from '@navikt/aksel-icons';
import { Role } from '@samstig/client/messages';
import { useState } from 'react';
import { Link } from 'wouter';
import { all } from '../shared/copy';
import { idText } from '../shared/ids';
import { useLive } from '../shared/live';
import { languageName } from '../shared/LocalTexts';
import { Empty, Page, Section } from '../shared/Page';
import { People } from '../shared/people';
import { useWords } from '../shared/words';
import { ImportFile } from './files/ImportFile';

const kShown = 60;

export function MunicipalitiesScreen() {
  const words = useWords();
  const { t } = words;
  const [sought, setSought] = useState('');
  const rows = useLive(`municipalities ${words.language}`, async (c) => {
    const people = new People(c, words);
    const found = await all(c, 'municipality', 'municipalities');
    const listed = await Promise.all(found.map(async (of) => {
      const hats = (await all(c, 'membership', 'membershipsAt', of.id)).filter(({ body }) => body.role === Role.MUNICIPALITY_ADMIN && !body.ended);
      return {
        id: idText(of.id), name: words.pick(of.body.name), code: of.body.code, languages: of.body.languages, pending: of.pending, all: Object.values(of.body.name?.byLanguage ?? {}),
        admins: await Promise.all(hats.map(async ({ body }) => (await people.someone(body.personId)).name)),
      };
    }));
    // Those that take part come first.
    return listed.sort((a, b) => Number(b.admins.length > 0) - Number(a.admins.length > 0) || a.name.localeCompare(b.name));
  });
  const wanted = sought.trim().toLocaleLowerCase();
  const shown = (rows ?? []).filter((row) => [...row.all, row.code].some((name) => name.toLocaleLowerCase().includes(wanted)));
  return (
    <Page title={t('municipalities.title')} lead={t('municipalities.lead')}>
      {rows && rows.length === 0 && <Empty title={t('municipalities.none')}><p>{t('municipalities.noneWords')}</p></Empty>}
      {rows && rows.length > 0 && (
        <Section id="municipalities" title={t('municipalities.count', { count: rows.length })}>
          <Search><Search.Input aria-label={t('municipalities.search')} value={sought} onChange={(event) => setSought(event.target.value)} /><Search.Clear onClick={() => setSought('')} aria-label={t('staff.clear')} /></Search>
          <ul className="rows">
            {shown.slice(0, kShown).map((row) => (
              <li key={row.id} className="row place">
                <div className="place-who">
                  <span className="row-title" dir="auto">{row.name} {row.pending && <Tag data-size="sm" data-color="lake">{t('work.sending')}</Tag>}</span>
                  <span className="muted">{row.admins.length > 0 ? t('municipalities.admins', { names: words.list(row.admins), count: row.admins.length }) : t('municipalities.noAdmin')} · {words.list(row.languages.map((tag) => languageName(tag, words.language)))}</span>
                </div>
                <Button asChild variant="tertiary" data-size="sm">
                  <Link href={`/organiser/invite/admin/${row.id}`}><PlusIcon aria-hidden /> {t('municipalities.addAdmin')} <span className="visually-hidden">{row.name}</span></Link>
                </Button>
              </li>
            ))}
          </ul>
          {shown.length > kShown && <p className="muted">{t('municipalities.seekMore', { count: shown.length - kShown })}</p>}
          {shown.length === 0 && <p role="status">{t('municipalities.noneFound')}</p>}
        </Section>
      )}
      <Section id="import" title={t('import.title')}><ImportFile wanted="municipalities" /></Section>
    </Page>
  );
}
