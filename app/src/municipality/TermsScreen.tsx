// SPDX-License-Identifier: Apache-2.0
// What the municipality agrees to as data controller before its people take part.
import { Alert, Button, Checkbox } from '@digdir/designsystemet-react';
import { AcceptTermsSchema, create } from '@samstig/client/messages';
import { useState } from 'react';
import { useClient } from '../shared/client';
import { one, type Of } from '../shared/copy';
import { idText } from '../shared/ids';
import { useLive } from '../shared/live';
import { Markdown } from '../shared/Markdown';
import { Empty, Section } from '../shared/Page';
import { People } from '../shared/people';
import { useWords } from '../shared/words';
import { useWrite } from '../shared/write';
import { MunicipalityPage } from './MunicipalityPage';

export function TermsScreen() {
  const { t } = useWords();
  return <MunicipalityPage title={t('terms.title')} lead={t('terms.lead')}>{(municipality) => <TermsOf municipality={municipality} />}</MunicipalityPage>;
}

function TermsOf({ municipality }: { municipality: Of<'municipality'> }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const write = useWrite();
  const [read, setRead] = useState(false);
  const view = useLive(`terms ${idText(municipality.id)} ${words.language}`, async (c) => {
    const people = new People(c, words);
    const [terms, acceptance] = await Promise.all([
      c.namedId('dataTerms').then((id) => one(c, 'dataTerms', id)), c.namedId('termsAcceptance', municipality.id).then((id) => one(c, 'termsAcceptance', id)),
    ]);
    const accepted = await Promise.all((acceptance?.body.acceptances ?? []).map(async ({ version, by, atMs }) => ({
      version, by: (await people.someone(by)).name, atMs: Number(atMs),
    })));
    return { terms, accepted: accepted.reverse() };
  });
  if (!view) return null;
  const { terms, accepted } = view;
  if (!terms) return <Empty title={t('terms.none')}><p>{t('terms.noneWords')}</p></Empty>;
  const now = accepted.find(({ version }) => version === terms.body.version);
  const accept = async () => {
    const id = await client.namedId('termsAcceptance', municipality.id);
    await write({ case: 'acceptTerms', value: create(AcceptTermsSchema, { id, municipalityId: municipality.id, version: terms.body.version }) }, { said: t('terms.accepted') });
  };
  return (
    <>
      {now
        ? <Alert data-color="success">{t('terms.acceptedBy', { version: now.version, name: now.by, moment: now.atMs > 0 ? words.day(now.atMs) : '' })}</Alert>
        : <Alert data-color="warning">{t(accepted.length > 0 ? 'terms.newer' : 'terms.notYet')}</Alert>}
      <Section id="text" title={t('terms.version', { version: terms.body.version })}>
        <div className="item"><Markdown text={words.pick(terms.body.text)} /></div>
      </Section>
      {!now && (
        <div className="send">
          <Checkbox label={t('terms.haveRead', { municipality: words.pick(municipality.body.name) })} value="read" checked={read} onChange={(event) => setRead(event.target.checked)} />
          <Button data-size="lg" disabled={!read} onClick={() => void accept()}>{t('terms.accept', { version: terms.body.version })}</Button>
        </div>
      )}
      {accepted.length > (now ? 1 : 0) && (
        <details className="earlier">
          <summary>{t('terms.earlier')}</summary>
          <ul>{accepted.filter((one) => one !== now).map((one) => <li key={one.version}>{t('terms.acceptedBy', { version: one.version, name: one.by, moment: words.day(one.atMs) })}</li>)}</ul>
        </details>
      )}
    </>
  );
}
