// SPDX-License-Identifier: Apache-2.0
// An assignment: what to try, one's report on it, what the coaches answered.
import { Alert, Button } from '@digdir/designsystemet-react';
import { useEffect, useState } from 'react';
import { useClient, useMe } from '../../shared/client';
import { idText } from '../../shared/ids';
import type { Id } from '@samstig/client';
import { useLive } from '../../shared/live';
import { Markdown } from '../../shared/Markdown';
import { Empty, Page, Section } from '../../shared/Page';
import { useWords } from '../../shared/words';
import { StateTag } from '../StateTag';
import { Attempts } from './Attempts';
import { Talk } from './Talk';
import { assignmentView, noteVersionRead, type AssignmentView } from './view';
import { Writing } from './Writing';

export function AssignmentScreen({ id }: { id: Id }) {
  const me = useMe();
  const client = useClient();
  const words = useWords();
  const { t } = words;
  const view = useLive(`assignment ${idText(id)} ${words.language}`, (c) => assignmentView(c, me, id, words));
  const version = view?.of.body.version ?? 0;
  // The first version that was seen here stays the one that "changed since" is told of.
  const [readBefore, setReadBefore] = useState<number>();
  useEffect(() => {
    if (!view) return;
    setReadBefore((before) => before ?? view.versionRead);
    // A mark that is refused is no loss to anybody: the note is shown once more.
    noteVersionRead(client, me, view).catch(() => undefined);
  }, [client, me, version, view === undefined]);
  if (view === undefined) return null;
  if (view === null) {
    return <Page title={t('assignment.gone')} back={{ to: '/path', label: t('nav.path') }}><Empty title={t('assignment.goneWords')} /></Page>;
  }
  const changed = readBefore !== undefined && readBefore > 0 && readBefore < version;
  return (
    <Page title={words.pick(view.of.body.title)} back={{ to: '/path', label: t('nav.path') }} width="wide"
      over={words.pick(view.theme?.body.name)}>
      <Facts view={view} />
      {changed && (
        <Alert data-color="info">{t('assignment.changed')} {view.of.body.changeNote}</Alert>
      )}
      {view.nudge !== null && (
        <Alert data-color="info">{t('assignment.nudge')} {view.nudge && <q>{view.nudge}</q>}</Alert>
      )}
      <Brief view={view} />
      <Body view={view} />
      <Talk view={view} />
    </Page>
  );
}

function Facts({ view }: { view: AssignmentView }) {
  const words = useWords();
  const { t } = words;
  return (
    <ul className="facts">
      <li><StateTag state={view.state} overdue={view.overdue} /></li>
      <li>{t('assignment.minutes', { minutes: view.of.body.minutes })}</li>
      <li>{view.now < Number(view.of.body.opensMs)
        ? t('assignment.opens', { day: words.day(Number(view.of.body.opensMs)) })
        : t('assignment.due', { day: words.day(view.dueMs) })}</li>
      {view.overdue && view.open && <li>{t('assignment.grace', { day: words.day(view.dueMs + view.graceMs) })}</li>}
    </ul>
  );
}

// Open until one has begun to answer; then it is out of the way.
function Brief({ view }: { view: AssignmentView }) {
  const words = useWords();
  const { t } = words;
  const [open, setOpen] = useState(view.attempts.length === 0);
  return (
    <Section id="brief" title={t('assignment.brief')} aside={
      <Button variant="tertiary" data-size="sm" aria-expanded={open} aria-controls="brief-text" onClick={() => setOpen(!open)}>
        {open ? t('hide') : t('show')}
      </Button>}>
      <div id="brief-text" hidden={!open}><Markdown text={words.pick(view.of.body.brief)} className="brief" /></div>
    </Section>
  );
}

function Body({ view }: { view: AssignmentView }) {
  const { t } = useWords();
  const [again, setAgain] = useState(false);
  const returned = view.state === 'returned';
  const writes = view.open && (view.attempts.length === 0 || returned || again);
  return (
    <div className={returned ? 'side-by-side' : 'work'}>
      {view.attempts.length > 0 && <Attempts view={view} />}
      {writes && <Writing view={view} onSent={() => setAgain(false)} />}
      {!writes && !view.open && view.attempts.length === 0 && (
        <Alert data-color="neutral">{view.state === 'notOpen' ? t('assignment.notOpen') : t('assignment.closed')}</Alert>
      )}
      {!writes && view.open && view.attempts.length > 0 && (
        <p><Button variant="secondary" onClick={() => setAgain(true)}>{t('assignment.again')}</Button></p>
      )}
    </div>
  );
}
