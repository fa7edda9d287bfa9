// SPDX-License-Identifier: Apache-2.0
// Importing a programme or a list of municipalities from a file: what it holds and what it would change is
// shown first.
import { Alert, Button } from '@digdir/designsystemet-react';
import { FileIcon } from '@navikt/aksel-icons';
import { create, LocalTextSchema } from '@samstig/client/messages';
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { useClient } from '../../shared/client';
import { Markdown } from '../../shared/Markdown';
import { useVoice } from '../../shared/say';
import { pick, useWords, type Words } from '../../shared/words';
import type { DataFile, ProgrammeData } from './data_file';
import { type ImportPlan, planImport } from './import';
import type { FileMistake } from './mistakes';

interface Reading {
  name: string;
  file: DataFile;
  plan: ImportPlan | null;
}

export function fileMistakeWords(words: Words, { line, path, code, values }: FileMistake): string {
  const problem = words.t(`file.mistake.${code}` as 'file.mistake.missing', values);
  return path ? words.t('csv.at', { line, field: path, problem }) : words.t('csv.atLine', { line, problem });
}

export function ImportFile({ wanted }: { wanted: 'programme' | 'municipalities' }) {
  const { t } = useWords();
  const client = useClient();
  const { sayError } = useVoice();
  const input = useRef<HTMLInputElement>(null);
  const result = useRef<HTMLHeadingElement>(null);
  const [reading, setReading] = useState<Reading | null>(null);
  useEffect(() => result.current?.focus(), [reading]);
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    event.target.value = '';
    if (!chosen) return;
    try {
      // The reader of YAML is fetched only when somebody has a file.
      const { kMaxBytes, readDataFile } = await import('./data_file');
      const file = readDataFile(chosen.size > kMaxBytes ? new Uint8Array(kMaxBytes + 1) : new Uint8Array(await chosen.arrayBuffer()));
      setReading({ name: chosen.name, file, plan: file.content && (await planImport(client, file.content)) });
    } catch (error) {
      sayError(error);
    }
  };
  return (
    <section className="note-form" aria-label={t(`import.${wanted}`)}>
      <p>{t(`import.${wanted}Words`)}</p>
      <input ref={input} type="file" accept=".yaml,.yml,.json" hidden aria-hidden tabIndex={-1} onChange={(event) => void read(event)} />
      <div className="buttons"><Button variant="secondary" onClick={() => input.current?.click()}><FileIcon aria-hidden /> {t(`import.${wanted}`)}</Button></div>
      {reading && (
        <>
          <h3 ref={result} tabIndex={-1} className="file-title">{reading.name}</h3>
          <Told reading={reading} />
          {reading.file.content?.kind === 'programme' && <ProgrammeContent data={reading.file.content} />}
          {reading.file.content?.kind === 'municipalities' && <p>{t('import.holdsMunicipalities', { count: reading.file.content.municipalities.length })}</p>}
          {reading.plan && reading.plan.mistakes.length === 0 && <CarryOut plan={reading.plan} onDone={() => setReading(null)} />}
        </>
      )}
    </section>
  );
}

const kShown = 50;

function Told({ reading }: { reading: Reading }) {
  const words = useWords();
  const { t } = words;
  const mistakes = [...reading.file.mistakes, ...(reading.plan?.mistakes ?? [])];
  const { notes } = reading.file;
  return (
    <>
      {mistakes.length > 0 && (
        <Alert data-color="danger" role="alert">
          <p><strong>{t('enrol.mistakes', { count: mistakes.length })}</strong> {t('import.nothingYet')}</p>
          <ul>{mistakes.slice(0, kShown).map((mistake, at) => <li key={at}>{fileMistakeWords(words, mistake)}</li>)}</ul>
          {mistakes.length > kShown && <p>{t('enrol.andMore', { count: mistakes.length - kShown })}</p>}
        </Alert>
      )}
      {notes.length > 0 && (
        <details>
          <summary>{t('import.notes', { count: notes.length })}</summary>
          <ul>{notes.map((note, at) => <li key={at}>{fileMistakeWords(words, note)}</li>)}</ul>
        </details>
      )}
    </>
  );
}

function ProgrammeContent({ data }: { data: ProgrammeData }) {
  const words = useWords();
  const { t } = words;
  const picked = (texts: Record<string, string>) => pick(create(LocalTextSchema, { byLanguage: texts }), words.language);
  return (
    <div className="item">
      <p className="item-title">{picked(data.name)}</p>
      <p className="muted">{t('import.holdsProgramme', { version: data.version, themes: data.themes.length, assignments: data.themes.flatMap(({ assignments }) => assignments).length, languages: data.languages.join(', ') })}</p>
      <Markdown text={picked(data.summary)} />
      <ol>{data.themes.map((theme) => <li key={theme.code}>{picked(theme.name)} <span className="muted">{t('programme.assignments', { count: theme.assignments.length })}</span></li>)}</ol>
    </div>
  );
}

function CarryOut({ plan, onDone }: { plan: ImportPlan; onDone: () => void }) {
  const { t } = useWords();
  const client = useClient();
  const { say, sayError } = useVoice();
  const [done, setDone] = useState<number | null>(null);
  if (plan.intents.length === 0) return <Alert data-color="info" role="status">{t('import.allThere')}</Alert>;
  const carryOut = async () => {
    setDone(0);
    try {
      for (const [at, intent] of plan.intents.entries()) {
        await client.write(intent);
        setDone(at + 1);
      }
      say(t('import.done', { count: plan.intents.length }));
      onDone();
    } catch (error) {
      sayError(error);
      setDone(null);
    }
  };
  return (
    <div className="send">
      <p>{t('import.would', { added: plan.added, changed: plan.changed, unchanged: plan.unchanged })}</p>
      <Button disabled={done !== null} onClick={() => void carryOut()}>{t('import.carryOut', { count: plan.intents.length })}</Button>
      {done !== null && <p role="status">{t('enrol.sending', { done, count: plan.intents.length })}</p>}
    </div>
  );
}
