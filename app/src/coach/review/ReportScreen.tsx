// SPDX-License-Identifier: Apache-2.0
// One report: what was tried, what was said on it, and the coach's answer.
import { Alert, Button, Tag } from '@digdir/designsystemet-react';
import type { Id } from '@samstig/client';
import { Link } from 'wouter';
import { ReportWords } from '../../leader/assignment/ReportWords';
import { reportText } from '../../leader/drafting';
import { useMe } from '../../shared/client';
import type { Of } from '../../shared/copy';
import { Files } from '../../shared/Files';
import { idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { Markdown } from '../../shared/Markdown';
import { Empty, Page, Section } from '../../shared/Page';
import { Face, PersonLine } from '../../shared/Person';
import { useWords } from '../../shared/words';
import { Answer } from './Answer';
import { type ReportTurn, reportView, type ReportView } from './review';

export function ReportScreen({ id }: { id: Id }) {
  const me = useMe();
  const words = useWords();
  const { t } = words;
  const view = useLive(`report ${idText(id)} ${words.language}`, (c) => reportView(c, me, id, words));
  const back = { to: '/coach/review', label: t('review.title') };
  if (view === undefined) return null;
  if (view === null) return <Page title={t('review.gone')} back={back}><Empty title={t('review.goneWords')} /></Page>;
  const title = words.pick(view.assignment?.body.title);
  return (
    <Page title={t('review.of', { name: view.leader.name })} over={title} back={back} width="wide">
      <div className="report-head">
        <PersonLine person={view.leader} />
        <ul className="facts">
          <li>{t('review.handedIn', { moment: words.moment(view.of.madeMs) })}</li>
          {Math.abs(Number(view.of.body.claimedMs) - view.of.madeMs) > 3600_000 && Number(view.of.body.claimedMs) > 0 && (
            <li>{t('review.claimed', { moment: words.moment(Number(view.of.body.claimedMs)) })}</li>
          )}
          {view.of.body.late && <li><Tag data-size="sm" data-color="warning">{t('cell.late')}</Tag></li>}
        </ul>
      </div>
      {view.assignment && view.of.body.assignmentVersion > 0 && view.of.body.assignmentVersion < view.assignment.body.version && (
        <Alert data-color="info">{t('review.olderVersion', { read: view.of.body.assignmentVersion, now: view.assignment.body.version })}</Alert>
      )}
      <div className="side-by-side">
        <div className="report-side">
          <Section id="report" title={t('review.report')}>
            <article className="attempt">
              <h3 className="attempt-title">{t('review.attempt', { number: view.of.body.attempt || 1 })}</h3>
              <ReportWords text={reportText(view.of.body.report)} />
              <Files entity={view.of.id} files={view.of.body.report?.attachments ?? []} />
            </article>
          </Section>
          <Brief of={view.assignment} />
          {view.earlier.length > 0 && <Earlier view={view} />}
        </div>
        <Section id="dialogue" title={t('review.dialogue')}>
          {view.turns.length > 0 ? <Turns turns={view.turns} /> : <p className="muted">{t('review.nothingSaid', { name: view.leader.name })}</p>}
          <Answer view={view} />
          {view.next && <p><Button asChild variant="tertiary"><Link href={`/coach/review/${view.next}`}>{t('review.next', { count: view.left })}</Link></Button></p>}
        </Section>
      </div>
    </Page>
  );
}

function Turns({ turns }: { turns: ReportTurn[] }) {
  const words = useWords();
  const { t } = words;
  return (
    <ol className="plain-list turns">
      {turns.map(({ of, from, mine, verdict }) => (
        <li key={idText(of.id)} className="turn" data-mine={mine || undefined}>
          <Face person={from} size="xs" />
          <div className="turn-body">
            <p className="turn-head"><bdi className="person-name">{mine ? t('person.me') : from.name}</bdi> <span className="muted">{of.pending ? t('work.sending') : words.moment(of.madeMs)}</span></p>
            {verdict !== 'comment' && <p className="turn-verdict">{t(`verdict.${verdict}`)}</p>}
            <Markdown text={of.body.text} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function Brief({ of }: { of: Of<'assignment'> | null }) {
  const words = useWords();
  if (!of) return null;
  return (
    <details className="brief-again">
      <summary>{words.t('review.brief')}</summary>
      <Markdown text={words.pick(of.body.brief)} />
    </details>
  );
}

function Earlier({ view }: { view: ReportView }) {
  const words = useWords();
  const { t } = words;
  return (
    <details className="earlier">
      <summary>{t('review.earlier', { count: view.earlier.length })}</summary>
      {view.earlier.map(({ of, turns }) => (
        <article key={idText(of.id)} className="attempt">
          <h3 className="attempt-title">{t('review.attempt', { number: of.body.attempt })}</h3>
          <ReportWords text={reportText(of.body.report)} />
          <Files entity={of.id} files={of.body.report?.attachments ?? []} />
          {turns.length > 0 && <Turns turns={turns} />}
        </article>
      ))}
    </details>
  );
}
