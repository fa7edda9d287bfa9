// SPDX-License-Identifier: Apache-2.0
// Erasing oneself, for good: what there is, what becomes of it, a code from the mail, and what was done.
import { Alert, Button, Textfield } from '@digdir/designsystemet-react';
import type { ErasedIn, EraseRequest, NetworkTrace } from '@samstig/client/messages';
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { useAccount, useClient } from '../../shared/client';
import { errorWords } from '../../shared/errors';
import { Page, Section } from '../../shared/Page';
import { readPref } from '../../shared/prefs';
import { digits, kCodeLength, looksLikeEmail } from '../../shared/sign_in';
import { useWords } from '../../shared/words';
import { ExportMine } from '../settings/ExportMine';
import { beginning, type Choices, requestFrom } from './erase';
import { Erased } from './Erased';
import { EraseNetwork } from './EraseNetwork';

export function EraseScreen() {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const account = useAccount();
  const [networks, setNetworks] = useState<NetworkTrace[]>();
  const [choices, setChoices] = useState<Choices>({});
  const [error, setError] = useState<unknown>();
  const [erased, setErased] = useState<ErasedIn[]>();
  const count = useCallback(async () => {
    setError(undefined);
    try {
      const { networks: found } = await client.previewErasure();
      setNetworks(found);
      setChoices(beginning(found, account?.network ?? ''));
    } catch (refused) {
      setError(refused);
    }
  }, [client, account]);
  useEffect(() => { void count(); }, [count]);
  if (erased) return <Erased erased={erased} names={new Map((networks ?? []).map((one) => [one.network, one.name]))} />;
  return (
    <Page title={t('own.erase')} lead={t('erase.lead')} back={{ to: '/settings', label: t('nav.settings') }}>
      {error !== undefined && (
        <Alert data-color="warning">
          <p>{t('erase.network')} {errorWords(words, error)}</p>
          <Button variant="secondary" data-size="sm" onClick={() => void count()}>{t('again')}</Button>
        </Alert>
      )}
      {!networks && error === undefined && <p role="status">{t('erase.counting')}</p>}
      {networks?.map((trace) => (
        <EraseNetwork key={trace.network} trace={trace} several={networks.length > 1} chosen={choices[trace.network]!}
          onChoose={(change) => setChoices((before) => ({ ...before, [trace.network]: { ...before[trace.network]!, ...change } }))} />
      ))}
      {networks && (
        <>
          <Section id="save" title={t('erase.saveFirst')}>
            <p>{t('settings.mineWords')}</p>
            <div><ExportMine /></div>
          </Section>
          <Confirm request={requestFrom(networks, choices)} onErased={setErased} />
        </>
      )}
    </Page>
  );
}

function Confirm({ request, onErased }: { request: EraseRequest | null; onErased: (erased: ErasedIn[]) => void }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const account = useAccount();
  const [email, setEmail] = useState(() => readPref('email', ''));
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async (act: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    await act().catch(setError);
    setBusy(false);
  };
  const ask = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!looksLikeEmail(email));
    if (!looksLikeEmail(email)) return;
    void run(async () => {
      await client.requestCode(account?.network ?? '', email.trim());
      setAsked(true);
    });
  };
  const erase = (event: FormEvent) => {
    event.preventDefault();
    setMissing(code.length !== kCodeLength);
    if (code.length !== kCodeLength || !request) return;
    void run(async () => onErased((await client.erase({ ...request, code })).networks));
  };
  return (
    <Section id="confirm" title={t('erase.confirm')}>
      <form className="fields" noValidate onSubmit={asked ? erase : ask}>
        <p>{asked ? t('signIn.sent', { email: email.trim() }) : t('erase.codeWords')}</p>
        {asked
          ? (
            <Textfield label={t('signIn.code')} description={t('signIn.codeHint')} value={code} inputMode="numeric" autoComplete="one-time-code" className="code-field" autoFocus
              error={missing && code.length !== kCodeLength ? t('signIn.codeMissing', { length: kCodeLength }) : undefined} onChange={(event) => setCode(digits(event.target.value))} />
          )
          : (
            <Textfield label={t('signIn.email')} type="email" inputMode="email" autoComplete="email" value={email}
              error={missing && !looksLikeEmail(email) ? t('signIn.emailMissing') : undefined} onChange={(event) => setEmail(event.target.value)} />
          )}
        {error !== undefined && <Alert data-color="danger" role="alert">{errorWords(words, error)}</Alert>}
        {!request && <p className="muted">{t('erase.chooseFirst')}</p>}
        <div className="buttons">
          {asked
            ? <Button type="submit" data-color="danger" disabled={busy || !request}>{t(busy ? 'erase.doing' : 'erase.do')}</Button>
            : <Button type="submit" disabled={busy || !request}>{t(busy ? 'signIn.asking' : 'signIn.ask')}</Button>}
          {asked && <Button variant="tertiary" disabled={busy} onClick={() => { setAsked(false); setCode(''); setMissing(false); setError(undefined); }}>{t('signIn.other')}</Button>}
        </div>
      </form>
    </Section>
  );
}
