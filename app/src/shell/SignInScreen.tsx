// SPDX-License-Identifier: Apache-2.0
// Signing in without a password: an address, a code from the mail. Also from the link in that mail.
import { Alert, Button, Checkbox, Textfield } from '@digdir/designsystemet-react';
import { type FormEvent, useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { languageNames, languages } from '../messages';
import { useAccount, useClient } from '../shared/client';
import { errorWords } from '../shared/errors';
import { useLook } from '../shared/look';
import { Page } from '../shared/Page';
import { readPref, writePref } from '../shared/prefs';
import { useSignedIn } from '../shared/signed_in';
import { useWords } from '../shared/words';
import { deviceName, digits, invitationIn, kCodeLength, looksLikeEmail, type Invitation } from '../shared/sign_in';

function begin(account: { network: string } | null): Invitation & { step: 'address' | 'code' } {
  const link = invitationIn(window.location.hash);
  return {
    network: link?.network || account?.network || readPref('network', ''), email: link?.email || readPref('email', ''),
    code: link?.code ?? '', step: link?.code ? 'code' : 'address',
  };
}

export function SignInScreen() {
  const { t } = useWords();
  const account = useAccount();
  const [{ network, email, code, step }, set] = useState(() => begin(account));
  const change = (next: Partial<Invitation & { step: 'address' | 'code' }>) => set((before) => ({ ...before, ...next }));
  useEffect(() => {
    // A code does not stay in the address bar, nor in the history of a shared computer.
    if (window.location.hash) window.history.replaceState(null, '', window.location.pathname);
  }, []);
  return (
    <Page title={account ? t('signIn.again') : t('signIn.title')} lead={account ? t('signIn.againLead') : t('signIn.lead')} width="text">
      <div className="sign-in">
        {step === 'address'
          ? <Address network={network} email={email} onChange={change} />
          : <Code network={network} email={email} code={code} onChange={change} />}
        <Languages />
        <p><Link href="/accessibility">{t('nav.accessibility')}</Link></p>
      </div>
    </Page>
  );
}

interface AddressProps {
  network: string;
  email: string;
  onChange: (change: Partial<Invitation & { step: 'address' | 'code' }>) => void;
}

// Runs one thing that needs the network; what went wrong stays there to be read.
function useTry(): { busy: boolean; error: unknown; run: (act: () => Promise<void>) => void } {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = (act: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    act().catch(setError).finally(() => setBusy(false));
  };
  return { busy, error, run };
}

function Trouble({ error }: { error: unknown }) {
  const words = useWords();
  if (error === undefined) return null;
  return <Alert data-color="danger" role="alert">{errorWords(words, error)}</Alert>;
}

function Address({ network, email, onChange }: AddressProps) {
  const { t } = useWords();
  const client = useClient();
  const { busy, error, run } = useTry();
  const [missing, setMissing] = useState(false);
  const right = network.trim() !== '' && looksLikeEmail(email);
  const ask = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!right);
    if (!right) return;
    run(async () => {
      await client.requestCode(network.trim(), email.trim());
      writePref('network', network.trim());
      onChange({ step: 'code', network: network.trim(), email: email.trim(), code: '' });
    });
  };
  return (
    <form onSubmit={ask} noValidate className="fields">
      <Textfield label={t('signIn.network')} description={t('signIn.networkHint')} value={network} autoCapitalize="none" autoComplete="organization" spellCheck={false}
        error={missing && network.trim() === '' ? t('signIn.networkMissing') : undefined} onChange={(event) => onChange({ network: event.target.value })} />
      <Textfield label={t('signIn.email')} type="email" inputMode="email" autoComplete="email" value={email}
        error={missing && !looksLikeEmail(email) ? t('signIn.emailMissing') : undefined} onChange={(event) => onChange({ email: event.target.value })} />
      <Trouble error={error} />
      <div className="buttons">
        <Button type="submit" data-size="lg" disabled={busy}>{busy ? t('signIn.asking') : t('signIn.ask')}</Button>
        <Button variant="tertiary" onClick={() => right ? onChange({ step: 'code' }) : setMissing(true)}>{t('signIn.haveCode')}</Button>
      </div>
    </form>
  );
}

function Code({ network, email, code, onChange }: AddressProps & { code: string }) {
  const { t } = useWords();
  const client = useClient();
  const { refresh } = useSignedIn();
  const [, go] = useLocation();
  const { busy, error, run } = useTry();
  const [shared, setShared] = useState(false);
  const [missing, setMissing] = useState(false);
  const redeem = (event: FormEvent) => {
    event.preventDefault();
    setMissing(code.length !== kCodeLength);
    if (code.length !== kCodeLength) return;
    run(async () => {
      await client.redeemCode(network, email, code, deviceName(navigator.userAgent));
      writePref('shared', shared);
      writePref('email', shared ? '' : email);
      await refresh();
      go('/', { replace: true });
      // Best asked for by a click of the person's; a refusal is told in the settings.
      if (!shared) void client.requestPersistence().catch(() => undefined);
    });
  };
  return (
    <form onSubmit={redeem} noValidate className="fields">
      <p>{t('signIn.sent', { email })}</p>
      <Textfield label={t('signIn.code')} description={t('signIn.codeHint')} value={code} inputMode="numeric" autoComplete="one-time-code" className="code-field" autoFocus
        error={missing && code.length !== kCodeLength ? t('signIn.codeMissing', { length: kCodeLength }) : undefined}
        onChange={(event) => onChange({ code: digits(event.target.value) })} />
      <Checkbox value="shared" label={t('signIn.shared')} checked={shared} onChange={(event) => setShared(event.target.checked)} />
      {shared && <Alert data-color="warning">{t('signIn.sharedWords')}</Alert>}
      <Trouble error={error} />
      <div className="buttons">
        <Button type="submit" data-size="lg" disabled={busy}>{busy ? t('signIn.trying') : t('signIn.go')}</Button>
        <Button variant="tertiary" onClick={() => onChange({ step: 'address' })}>{t('signIn.other')}</Button>
      </div>
    </form>
  );
}

function Languages() {
  const { t, language } = useWords();
  const { setLanguage } = useLook();
  return (
    <nav className="languages" aria-label={t('settings.language')}>
      {languages.map((one) => (
        <button key={one} type="button" lang={one} aria-current={one === language || undefined} onClick={() => setLanguage(one)}>{languageNames[one]}</button>
      ))}
    </nav>
  );
}
