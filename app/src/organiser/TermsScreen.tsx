// SPDX-License-Identifier: Apache-2.0
// The terms that municipalities accept before they enrol people: publishing them, and who has accepted.
import { Alert, Button, Tag } from '@digdir/designsystemet-react';
import { create, PublishTermsSchema, Role } from '@samstig/client/messages';
import { useState } from 'react';
import { Ask } from '../shared/Ask';
import { useClient } from '../shared/client';
import { all, one, type Of } from '../shared/copy';
import { idText } from '../shared/ids';
import { useLive } from '../shared/live';
import { isBlank, languageName, localText, LocalTexts, type Texts, textsOf } from '../shared/LocalTexts';
import { Markdown } from '../shared/Markdown';
import { Empty, Page, Section } from '../shared/Page';
import { People } from '../shared/people';
import { useKept } from '../shared/useKept';
import { useWords } from '../shared/words';
import { useWrite } from '../shared/write';

const kLanguages = ['sv-FI', 'fi', 'en'];

export function TermsScreen() {
  const words = useWords();
  const { t } = words;
  const [editing, setEditing] = useState(false);
  const view = useLive(`organised terms ${words.language}`, async (c) => {
    const people = new People(c, words);
    const terms = await one(c, 'dataTerms', await c.namedId('dataTerms'));
    const municipalities = await all(c, 'municipality', 'municipalities');
    // Those that take part: with an admin, or that have accepted something.
    const rows = await Promise.all(municipalities.map(async (of) => {
      const [acceptance, hats] = await Promise.all([
        c.namedId('termsAcceptance', of.id).then((id) => one(c, 'termsAcceptance', id)), all(c, 'membership', 'membershipsAt', of.id),
      ]);
      const latest = acceptance?.body.acceptances.at(-1);
      return {
        id: idText(of.id), name: words.pick(of.body.name), version: latest?.version ?? 0, atMs: Number(latest?.atMs ?? 0),
        by: latest ? (await people.someone(latest.by)).name : '', takesPart: hats.some(({ body }) => body.role === Role.MUNICIPALITY_ADMIN && !body.ended),
      };
    }));
    return { terms, rows: rows.filter((row) => row.takesPart || row.version > 0).sort((a, b) => a.name.localeCompare(b.name)) };
  });
  if (!view) return <Page title={t('terms.title')}>{null}</Page>;
  const { terms, rows } = view;
  const accepted = rows.filter(({ version }) => version === terms?.body.version).length;
  return (
    <Page title={t('terms.title')} lead={t('terms.organiserLead')}>
      {editing || !terms
        ? (
          <>
            {!terms && !editing && <Empty title={t('terms.none')}><p>{t('terms.noneOrganiser')}</p><Button onClick={() => setEditing(true)}>{t('terms.write')}</Button></Empty>}
            {editing && <Editor terms={terms} onDone={() => setEditing(false)} />}
          </>
        )
        : (
          <Section id="text" title={t('terms.version', { version: terms.body.version })} aside={<Button variant="secondary" data-size="sm" onClick={() => setEditing(true)}>{t('terms.newVersion')}</Button>}>
            {terms.pending && <p><Tag data-size="sm" data-color="lake">{t('work.sending')}</Tag></p>}
            <p className="muted">{words.list(Object.keys(terms.body.text?.byLanguage ?? {}).map((tag) => languageName(tag, words.language)))}</p>
            <div className="item"><Markdown text={words.pick(terms.body.text)} /></div>
          </Section>
        )}
      {terms && (
        <Section id="status" title={t('terms.status', { accepted, all: rows.length })}>
          {rows.length === 0
            ? <p className="muted">{t('terms.nobodyYet')}</p>
            : (
              <ul className="rows">
                {rows.map((row) => (
                  <li key={row.id} className="row place">
                    <div className="place-who"><span className="row-title">{row.name}</span>{row.version > 0 && <span className="muted">{t('terms.acceptedBy', { version: row.version, name: row.by, moment: words.day(row.atMs) })}</span>}</div>
                    <Tag data-size="sm" data-color={row.version === terms.body.version ? 'spruce' : 'warning'}>{t(row.version === terms.body.version ? 'terms.yes' : row.version > 0 ? 'terms.older' : 'terms.no')}</Tag>
                  </li>
                ))}
              </ul>
            )}
        </Section>
      )}
    </Page>
  );
}

function Editor({ terms, onDone }: { terms: Of<'dataTerms'> | null; onDone: () => void }) {
  const { t } = useWords();
  const client = useClient();
  const write = useWrite();
  const form = useKept<{ text: Texts }>('terms', { text: textsOf(terms?.body.text) });
  const [asked, setAsked] = useState(false);
  const publish = async () => {
    setAsked(false);
    const id = await client.namedId('dataTerms');
    const sent = await write({ case: 'publishTerms', value: create(PublishTermsSchema, { id, text: localText(form.value.text) }) }, { said: t('terms.published') });
    if (!sent) return;
    form.letGo();
    onDone();
  };
  return (
    <div className="note-form">
      {form.found && <Alert data-color="info" data-size="sm">{t('form.found')}</Alert>}
      <LocalTexts label={t('terms.text')} description={t('terms.textHint')} languages={kLanguages} value={form.value.text} multiline maxLength={55_000} onChange={(text) => form.change({ text })} />
      <div className="buttons">
        <Button disabled={isBlank(form.value.text)} onClick={() => setAsked(true)}>{t('terms.publish')}</Button>
        <Button variant="tertiary" onClick={onDone}>{t('later')}</Button>
      </div>
      {asked && (
        <Ask title={t('terms.publish')} onClose={() => setAsked(false)} yes={{ label: t('terms.publish'), act: () => void publish() }}>
          <p>{t(terms ? 'terms.publishAgain' : 'terms.publishFirst')}</p>
        </Ask>
      )}
    </div>
  );
}
