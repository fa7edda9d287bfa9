// SPDX-License-Identifier: Apache-2.0
// A list of leaders from a spreadsheet: shown first with every mistake and what each row would do; then all
// of it, or nobody.
import { Alert, Button, Tag } from '@digdir/designsystemet-react';
import { DownloadIcon, FileIcon } from '@navikt/aksel-icons';
import { type ChangeEvent, useEffect, useId, useRef, useState } from 'react';
import { useClient } from '../../shared/client';
import type { Of } from '../../shared/copy';
import { saveFile } from '../../shared/Files';
import { useVoice } from '../../shared/say';
import { TableScroll } from '../../shared/TableScroll';
import { useWords, type Words } from '../../shared/words';
import type { Offer } from '../offers';
import { headings } from './cells';
import { type EnrolmentFile, kMaxFileBytes, type LeaderRow, managersFirst, readEnrolments } from './enrolment_file';
import type { Mistake } from './mistakes';
import { Enrolling, type Standing } from './plan';

interface EnrolListProps {
  offer: Offer;
  municipality: Of<'municipality'>;
}
interface Reading {
  name: string;
  file: EnrolmentFile;
  // By line; none while there are mistakes.
  standings: Map<number, Standing>;
}

export function mistakeWords(words: Words, mistake: Mistake): string {
  const { t } = words;
  const where = mistake.field || (mistake.column > 0 ? t('csv.column', { column: mistake.column }) : '');
  const problem = t(`csv.${mistake.code}` as 'csv.blank', mistake.values);
  return where ? t('csv.at', { line: mistake.line, field: where, problem }) : t('csv.atLine', { line: mistake.line, problem });
}

export function EnrolList({ offer, municipality }: EnrolListProps) {
  const { t } = useWords();
  const client = useClient();
  const { sayError } = useVoice();
  const input = useRef<HTMLInputElement>(null);
  const result = useRef<HTMLHeadingElement>(null);
  const [reading, setReading] = useState<Reading | null>(null);
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    event.target.value = '';
    if (!chosen) return;
    try {
      const bytes = chosen.size > kMaxFileBytes ? new Uint8Array(kMaxFileBytes + 1) : new Uint8Array(await chosen.arrayBuffer());
      const file = readEnrolments(bytes);
      const enrolling = new Enrolling(client, offer.cohort.id, municipality.id);
      const standings = new Map<number, Standing>();
      if (file.mistakes.length === 0) for (const { line, leader } of file.rows) standings.set(line, (await enrolling.planFor(leader)).standing);
      setReading({ name: chosen.name, file, standings });
    } catch (error) {
      sayError(error);
    }
  };
  useEffect(() => result.current?.focus(), [reading]);
  const template = () => saveFile(new Blob([`\uFEFF${t('enrol.template')}\r\n`]), 'samstig.csv', 'text/csv');
  return (
    <div className="enrol-list">
      <p>{t('enrol.listWords')}</p>
      <details>
        <summary>{t('enrol.columns')}</summary>
        <dl className="columns">
          {(['name', 'email', 'position', 'sector', 'language', 'number', 'manager'] as const).map((column) => (
            <div key={column}><dt>{t(`leader.${column}`)}</dt><dd>{t('enrol.headings', { headings: headings[column].join(', ') })} {column === 'number' && t('enrol.noCodes')}</dd></div>
          ))}
        </dl>
      </details>
      <input ref={input} type="file" accept=".csv,.txt,text/csv" hidden aria-hidden tabIndex={-1} onChange={(event) => void read(event)} />
      <div className="buttons">
        <Button onClick={() => input.current?.click()}><FileIcon aria-hidden /> {t(reading ? 'enrol.anotherFile' : 'enrol.chooseFile')}</Button>
        <Button variant="tertiary" onClick={template}><DownloadIcon aria-hidden /> {t('enrol.getTemplate')}</Button>
      </div>
      {reading && (
        <>
          <h3 ref={result} tabIndex={-1} className="file-title">{t('enrol.read', { name: reading.name, count: reading.file.rows.length })}</h3>
          {reading.file.separator && (
            <p className="muted">{t('enrol.asFile', { encoding: reading.file.encoding, separator: reading.file.separator === '\t' ? t('enrol.tab') : reading.file.separator })}</p>
          )}
          <Mistakes reading={reading} />
          {reading.file.rows.length > 0 && <Preview reading={reading} />}
          {reading.file.mistakes.length === 0 && <SendList offer={offer} municipality={municipality} reading={reading} onDone={() => setReading(null)} />}
        </>
      )}
    </div>
  );
}

const kShown = 50;

function Mistakes({ reading }: { reading: Reading }) {
  const words = useWords();
  const { t } = words;
  const { mistakes, notes } = reading.file;
  return (
    <>
      {mistakes.length > 0 && (
        <Alert data-color="danger" role="alert">
          <p><strong>{t('enrol.mistakes', { count: mistakes.length })}</strong> {t('enrol.nobodyYet')}</p>
          <ul>{mistakes.slice(0, kShown).map((mistake, at) => <li key={at}>{mistakeWords(words, mistake)}</li>)}</ul>
          {mistakes.length > kShown && <p>{t('enrol.andMore', { count: mistakes.length - kShown })}</p>}
        </Alert>
      )}
      {notes.length > 0 && <Alert data-color="info"><ul>{notes.map((note, at) => <li key={at}>{mistakeWords(words, note)}</li>)}</ul></Alert>}
    </>
  );
}

const colours: Record<Standing | 'inOrder' | 'mistake', string> = { new: 'spruce', again: 'spruce', waits: 'lake', there: 'neutral', inOrder: 'neutral', mistake: 'danger' };

function Preview({ reading }: { reading: Reading }) {
  const words = useWords();
  const { t } = words;
  const id = useId();
  const [all, setAll] = useState(false);
  const rows = all ? reading.file.rows : reading.file.rows.slice(0, kShown);
  const standing = (row: LeaderRow) => reading.standings.get(row.line) ?? (row.inOrder ? 'inOrder' : 'mistake');
  return (
    <>
      <TableScroll labelledBy={id}>
        <table className="grid-table">
          <caption id={id}>{t('enrol.preview')}</caption>
          <thead><tr><th scope="col">{t('enrol.line')}</th><th scope="col">{t('leader.name')}</th><th scope="col">{t('enrol.would')}</th><th scope="col">{t('leader.email')}</th><th scope="col">{t('leader.position')}</th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.line} data-mistake={!row.inOrder || undefined}>
                <td>{row.line}</td>
                <th scope="row"><bdi>{row.leader.name}</bdi></th>
                <td><Tag data-size="sm" data-color={colours[standing(row)]}>{t(`standing.${standing(row)}`)}</Tag></td>
                <td><bdi>{row.leader.email}</bdi></td>
                <td><bdi>{row.leader.position}</bdi></td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {!all && reading.file.rows.length > kShown && <p><Button variant="tertiary" data-size="sm" onClick={() => setAll(true)}>{t('enrol.showAll', { count: reading.file.rows.length })}</Button></p>}
    </>
  );
}

function SendList({ offer, municipality, reading, onDone }: EnrolListProps & { reading: Reading; onDone: () => void }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const { say, sayError } = useVoice();
  const [done, setDone] = useState<number | null>(null);
  const wanted = reading.file.rows.filter(({ line }) => ['new', 'again'].includes(reading.standings.get(line) ?? ''));
  const free = Math.max(0, offer.agreed - offer.taken);
  const over = wanted.length - free;
  const send = async () => {
    const enrolling = new Enrolling(client, offer.cohort.id, municipality.id);
    let count = 0;
    setDone(0);
    try {
      for (const { leader } of managersFirst(reading.file.rows)) {
        // Asked anew: another admin may have been here meanwhile.
        const plan = await enrolling.planFor(leader);
        if (plan.standing === 'there' || plan.standing === 'waits') continue;
        await client.write(enrolling.intent(plan, leader, municipality.body.languages[0] ?? 'sv'));
        setDone(++count);
      }
      say(t('enrol.sentList', { count }));
      onDone();
    } catch (error) {
      // Those before it are kept; the same list again goes on where it stopped.
      sayError(error);
      setDone(null);
    }
  };
  if (wanted.length === 0) return <Alert data-color="info" role="status">{t('enrol.allThere')}</Alert>;
  return (
    <div className="send">
      {over > 0 && <Alert data-color="warning">{t('enrol.overSeats', { over, free })}</Alert>}
      <Button data-size="lg" disabled={done !== null} onClick={() => void send()}>{t('enrol.sendList', { count: wanted.length })}</Button>
      {done !== null && <p role="status">{t('enrol.sending', { done, count: wanted.length })}</p>}
    </div>
  );
}
