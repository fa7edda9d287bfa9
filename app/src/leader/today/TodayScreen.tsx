// SPDX-License-Identifier: Apache-2.0
// Today: one thing to do next, and what came since one was last here.
import { Alert, Button, Card } from '@digdir/designsystemet-react';
import { BellIcon, ChatIcon, ChevronRightIcon, ClockIcon } from '@navikt/aksel-icons';
import type { Id, Samstig } from '@samstig/client';
import { useState } from 'react';
import { Link } from 'wouter';
import { useMe } from '../../shared/client';
import { askBefore, useLive } from '../../shared/live';
import { Markdown } from '../../shared/Markdown';
import { Empty, Page, Section } from '../../shared/Page';
import { readPref, writePref } from '../../shared/prefs';
import { plainWords } from '../../shared/plain';
import { useVoice } from '../../shared/say';
import { daysBetween, useWords, type Words } from '../../shared/words';
import { MiniTrail } from '../path/MiniTrail';
import { StateTag } from '../StateTag';
import { SnoozeMenu } from './SnoozeMenu';
import { type BusyThread, busyThreads, isSnoozed, today, type Snoozed, type Task, type Today } from './today';

function greeting(words: Words, now: number, name: string): string {
  const hour = new Date(now).getHours();
  const first = name.split(' ')[0] ?? name;
  const part = hour < 5 ? 'night' : hour < 10 ? 'morning' : hour < 17 ? 'day' : 'evening';
  return words.t(`today.${part}`, { name: first });
}

const todayKey = (words: Words) => `today ${words.language}`;

export async function prepareToday(client: Samstig, me: Id, words: Words): Promise<void> {
  await askBefore(todayKey(words), today(client, me, words));
}

export function TodayScreen() {
  const me = useMe();
  const words = useWords();
  const { t } = words;
  const view = useLive(todayKey(words), (c) => today(c, me, words));
  const [snoozed, setSnoozed] = useState<Snoozed>(() => readPref('snoozed', {}));
  const { say } = useVoice();
  if (!view) return <Page title={t('nav.today')}>{null}</Page>;
  const snooze = (task: Task, until: number) => {
    const next = { ...snoozed, [task.id]: until };
    setSnoozed(next);
    writePref('snoozed', next);
    if (until > view.now) {
      say(t('snooze.done', { day: words.day(until) }), () => snooze(task, 0));
    }
  };
  const awake = view.tasks.filter((task) => !isSnoozed(task, snoozed, view.now));
  const asleep = view.tasks.filter((task) => isSnoozed(task, snoozed, view.now));
  const [next, ...rest] = awake;
  const quiet = view.answers.length + view.nudges.length + view.announcements.length === 0;
  return (
    <Page title={greeting(words, view.now, view.me.name)} over={words.day(view.now)} width="wide"
      lead={view.progress.steps > 0 ? t('today.progress', { walked: view.progress.walked, steps: view.progress.steps }) : undefined}>
      {view.progress.steps > 0 && <MiniTrail progress={view.progress} />}
      {view.parked > 0 && (
        <Alert data-color="warning"><Link href="/outbox">{t('today.parked', { count: view.parked })}</Link></Alert>
      )}
      <div className="today">
        <div className="today-main">
          {next ? <NextTask task={next} now={view.now} onSnooze={(until) => snooze(next, until)} /> : <NothingToDo view={view} asleep={asleep.length} />}
          {rest.length > 0 && (
            <Section id="later" title={t('today.then')}>
              <ul className="rows">{rest.map((task) => <TaskRow key={task.id} task={task} />)}</ul>
            </Section>
          )}
          {asleep.length > 0 && (
            <Section id="asleep" title={t('today.asleep')}>
              <ul className="rows">{asleep.map((task) => <TaskRow key={task.id} task={task} onWake={() => snooze(task, 0)} />)}</ul>
            </Section>
          )}
        </div>
        <div className="today-side">
          <News view={view} />
          <BusyThreads now={view.now} quiet={quiet} />
        </div>
      </div>
    </Page>
  );
}

function NextTask({ task, now, onSnooze }: { task: Task; now: number; onSnooze: (until: number) => void }) {
  const words = useWords();
  const { t } = words;
  return (
    <section className="next" aria-labelledby="next-title">
      <p className="next-over">{task.theme || t('today.next')}</p>
      <h2 id="next-title" className="next-title"><Link href={`/assignments/${task.id}`}>{task.title}</Link></h2>
      <ul className="facts">
        <li><StateTag state={task.state} overdue={task.overdue} /></li>
        <li><ClockIcon aria-hidden /> {t('assignment.minutes', { minutes: task.minutes })}</li>
        <li>{t('assignment.due', { day: words.shortDay(task.dueMs) })} {Math.abs(daysBetween(now, task.dueMs)) <= 7 && <span className="muted">({words.near(task.dueMs, now)})</span>}</li>
      </ul>
      {task.changed !== null && <p className="next-note">{t('assignment.changed')} {task.changed}</p>}
      <div className="buttons">
        <Button asChild data-size="lg"><Link href={`/assignments/${task.id}`}>{t(task.state === 'todo' ? 'today.begin' : task.state === 'notOpen' ? 'today.read' : 'today.goOn')}</Link></Button>
        <SnoozeMenu now={now} onChoose={onSnooze} />
      </div>
    </section>
  );
}

function NothingToDo({ view, asleep }: { view: Today; asleep: number }) {
  const { t } = useWords();
  if (view.cohort === '') return <Empty title={t('today.noCohort')}><p>{t('today.noCohortWords')}</p></Empty>;
  return (
    <Empty title={asleep > 0 ? t('today.allAsleep') : t('today.nothing')}>
      <p>{t('today.nothingWords')}</p>
      <Button asChild variant="secondary"><Link href="/threads">{t('today.toThreads')}</Link></Button>
    </Empty>
  );
}

function TaskRow({ task, onWake }: { task: Task; onWake?: () => void }) {
  const words = useWords();
  const { t } = words;
  return (
    <li className="row">
      <Link href={`/assignments/${task.id}`} className="row-link">
        <span className="row-title">{task.title}</span>
        <span className="row-facts"><StateTag state={task.state} overdue={task.overdue} /> <span className="muted">{t('assignment.minutes', { minutes: task.minutes })} · {words.shortDay(task.dueMs)}</span></span>
      </Link>
      {onWake ? <Button variant="tertiary" data-size="sm" onClick={onWake}>{t('snooze.wake')}</Button> : <ChevronRightIcon aria-hidden className="row-arrow" />}
    </li>
  );
}

function News({ view }: { view: Today }) {
  const words = useWords();
  const { t } = words;
  return (
    <>
      {view.nudges.length > 0 && (
        <Section id="nudges" title={t('today.nudges')}>
          {view.nudges.map((nudge) => (
            <Card key={nudge.id} data-color="neutral" asChild><Link href={`/assignments/${nudge.id}`} className="note-card">
              <strong>{nudge.title}</strong>
              {nudge.text && <q dir="auto">{nudge.text}</q>}
              <span className="muted">{nudge.from} · {words.near(nudge.atMs, view.now)}</span>
            </Link></Card>
          ))}
        </Section>
      )}
      {view.answers.length > 0 && (
        <Section id="answers" title={t('today.answers')}>
          {view.answers.map((answer) => (
            <Card key={answer.assignment} data-color="neutral" asChild><Link href={`/assignments/${answer.assignment}`} className="note-card">
              <strong>{answer.title}</strong>
              <span className="clip" dir="auto">{plainWords(answer.text)}</span>
              <span className="muted"><bdi>{answer.from}</bdi> · {words.near(answer.atMs, view.now)}</span>
            </Link></Card>
          ))}
        </Section>
      )}
      {view.announcements.length > 0 && (
        <Section id="announcements" title={t('today.announcements')}>
          {view.announcements.map((word) => (
            <article key={word.id} className="announcement">
              <h3 className="announcement-title"><BellIcon aria-hidden /> <bdi>{word.title}</bdi></h3>
              <Markdown text={word.text} />
              <p className="muted"><bdi>{word.from}</bdi> · {words.near(word.atMs, view.now)}</p>
            </article>
          ))}
        </Section>
      )}
    </>
  );
}

// Below the rest, which is there before it and is not to move.
function BusyThreads({ now, quiet }: { now: number; quiet: boolean }) {
  const { t } = useWords();
  const threads = useLive('today threads', busyThreads);
  if (threads?.length === 0) return quiet ? <p className="muted">{t('today.quiet')}</p> : null;
  return threads && (
    <Section id="busy" title={t('today.threads')}>
      <ul className="rows">{threads.map((thread) => <BusyRow key={thread.id} thread={thread} now={now} />)}</ul>
    </Section>
  );
}

function BusyRow({ thread, now }: { thread: BusyThread; now: number }) {
  const words = useWords();
  const { t } = words;
  return (
    <li className="row">
      <Link href={`/threads/${thread.id}`} className="row-link">
        <span className="row-title"><ChatIcon aria-hidden /> <bdi>{thread.title}</bdi></span>
        <span className="row-facts muted">
          {t('thread.unread', { posts: thread.posts })}
          {thread.mentions > 0 && ` · ${t('thread.mentions', { count: thread.mentions })}`} · {words.near(thread.lastMs, now)}
        </span>
      </Link>
    </li>
  );
}
