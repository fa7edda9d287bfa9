// SPDX-License-Identifier: Apache-2.0
// The app around the client library: who is signed in, in which words, and which screen.
import { Alert, Button } from '@digdir/designsystemet-react';
import type { Account, Id, Samstig } from '@samstig/client';
import { Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { loadMessages, type Language } from '../messages';
import { AccountProvider, ClientProvider } from '../shared/client';
import { askBefore, useLive } from '../shared/live';
import { type Colours, LookProvider } from '../shared/look';
import { rolesOf } from '../shared/people';
import { readPref, writePref } from '../shared/prefs';
import { VoiceProvider } from '../shared/say';
import { SignedInProvider } from '../shared/signed_in';
import { useWords, Words, WordsProvider } from '../shared/words';
import { AccessibilityScreen } from './AccessibilityScreen';
import { areaAt, areasFor } from './areas';
import { Frame } from './Frame';
import { MoreScreen } from './MoreScreen';
import { Boundary } from './Problem';
import { SignInScreen } from './SignInScreen';
import { type SyncNow, useSync, useWrongClock } from './SyncLine';
import { useNewVersion } from './version';

interface AppProps {
  client: Samstig;
  account: Account | null;
  words: Words;
}

export function App({ client, account: first, words: firstWords }: AppProps) {
  const [account, setAccount] = useState(first);
  const [words, setWords] = useState(firstWords);
  const [colour, setColour] = useState<Colours>(() => readPref('colours', 'auto'));
  const refresh = useCallback(async () => setAccount(await client.account()), [client]);
  const look = useMemo(() => ({
    colour,
    setColour: (next: Colours) => {
      writePref('colours', next);
      setColour(next);
    },
    setLanguage: (language: Language) => {
      writePref('language', language);
      // When its words cannot be had, all stays as it is.
      loadMessages(language).then((messages) => setWords(new Words(language, messages)), () => undefined);
    },
  }), [colour]);
  useEffect(() => {
    document.documentElement.dataset['colorScheme'] = colour;
  }, [colour]);
  useEffect(() => {
    document.documentElement.lang = words.language;
  }, [words]);
  const signedIn = useMemo(() => ({ refresh }), [refresh]);
  return (
    <ClientProvider value={client}>
      <WordsProvider value={words}>
        <LookProvider value={look}>
          <SignedInProvider value={signedIn}>
            <AccountProvider value={account}>
              <VoiceProvider>
                {account ? <Inside account={account} /> : <Outside />}
              </VoiceProvider>
            </AccountProvider>
          </SignedInProvider>
        </LookProvider>
      </WordsProvider>
    </ClientProvider>
  );
}

function Outside() {
  return (
    <Switch>
      <Route path="/accessibility"><Plain><AccessibilityScreen /></Plain></Route>
      <Route path="/sign-in"><Plain><SignInScreen /></Plain></Route>
      <Route><Redirect to={`/sign-in${window.location.hash}`} replace /></Route>
    </Switch>
  );
}

function Plain({ children }: { children: React.ReactNode }) {
  return <Frame areas={[]} sync={null} banner={<Version />}>{children}</Frame>;
}

const kRoles = 'roles';

export async function askRolesBefore(client: Samstig, me: Id): Promise<void> {
  await askBefore(kRoles, rolesOf(client, me));
}

function Inside({ account }: { account: Account }) {
  const [address] = useLocation();
  const sync = useSync();
  const roles = useLive(kRoles, (c) => rolesOf(c, account.person));
  const mine = areasFor(roles ?? []);
  // Until it is known who one is, no screen is shown: an address of another area would be taken for none.
  const area = roles && areaAt(address, mine);
  const begin = mine[0]?.base ?? '/';
  useEffect(() => {
    if (area) writePref('area', area.key);
  }, [area]);
  useEffect(() => {
    // When the service worker has them: then they come without a network, too.
    if (!roles || !navigator.serviceWorker) return;
    void navigator.serviceWorker.ready.then(() => {
      for (const one of areasFor(roles)) one.fetch().catch(() => undefined);
    });
  }, [roles]);
  return (
    <Frame areas={mine} sync={sync} banner={<Banners sync={sync} />}>
      <Boundary place={address}>
        <Suspense fallback={null}>
          <Switch>
            <Route path="/accessibility"><AccessibilityScreen /></Route>
            <Route path="/more"><MoreScreen areas={mine} parked={sync?.status.parked ?? 0} /></Route>
            <Route path="/sign-in">{sync?.status.state === 'signedOut' ? <SignInScreen /> : <Redirect to="/" replace />}</Route>
            <Route>{area && (address === '/' && begin !== '/' ? <Redirect to={begin} replace /> : <area.Screens />)}</Route>
          </Switch>
        </Suspense>
      </Boundary>
    </Frame>
  );
}

function Version() {
  const { t } = useWords();
  const { there, take } = useNewVersion();
  if (!there) return null;
  return (
    <Alert data-color="info" className="banner" role="status">
      <p>{t('version.there')}</p>
      <Button data-size="sm" variant="secondary" onClick={() => void take()}>{t('version.take')}</Button>
    </Alert>
  );
}

const kDayMs = 24 * 3600 * 1000;

// What a person should know on every screen.
function Banners({ sync }: { sync: SyncNow | null }) {
  const words = useWords();
  const { t } = words;
  const signedOut = sync?.status.state === 'signedOut';
  const wrongBy = Math.abs(useWrongClock(sync));
  const [address] = useLocation();
  const shared = readPref('shared', false);
  return (
    <>
      <Version />
      {signedOut && address !== '/sign-in' && address !== '/own/erase' && (
        <Alert data-color="warning" className="banner"><p>{t('sync.signedOutWhy')}</p> <Link href="/sign-in">{t('signIn.again')}</Link></Alert>
      )}
      {wrongBy >= kDayMs && <Alert data-color="warning" className="banner"><p>{t('sync.clock', { time: words.span(wrongBy) })}</p></Alert>}
      {shared && <Alert data-color="warning" className="banner"><p>{t('signIn.sharedReminder')}</p> <Link href="/settings#leave">{t('leave.title')}</Link></Alert>}
    </>
  );
}

// Words that are only on this page ask before they go; all others are safe.
export function guardUnsafeWords(): void {
  window.addEventListener('beforeunload', (event) => {
    if (document.querySelector('[data-state="unsafe"]')) event.preventDefault();
  });
}
