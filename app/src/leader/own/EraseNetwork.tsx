// SPDX-License-Identifier: Apache-2.0
// What there is of a person in one network, and what becomes of it.
import { Alert, Checkbox, Radio } from '@digdir/designsystemet-react';
import { ErasureChoice, type NetworkTrace, type ThreadTrace } from '@samstig/client/messages';
import type { MessageKey } from '../../messages';
import { Choice } from '../../shared/Choice';
import { idText } from '../../shared/ids';
import { Section } from '../../shared/Page';
import { useWords, type Words } from '../../shared/words';
import { type Chosen, hasPosts, hasWork, postChoices, workChoices } from './erase';

const labels: Record<ErasureChoice, MessageKey> = {
  [ErasureChoice.UNSPECIFIED]: 'erase.asAbove', [ErasureChoice.DELETE]: 'erase.delete',
  [ErasureChoice.ANONYMISE]: 'erase.anonymise', [ErasureChoice.KEEP_WITH_ROLE]: 'erase.keepRole',
};
const ofPosts: Partial<Record<ErasureChoice, MessageKey>> = {
  [ErasureChoice.DELETE]: 'erase.deletePosts', [ErasureChoice.ANONYMISE]: 'erase.anonymisePosts', [ErasureChoice.KEEP_WITH_ROLE]: 'erase.keepRolePosts',
};
const ofWork: Partial<Record<ErasureChoice, MessageKey>> = {
  [ErasureChoice.DELETE]: 'erase.deleteWork', [ErasureChoice.ANONYMISE]: 'erase.anonymiseWork',
};

// What backups still hold afterwards.
export function backupWords(words: Words, { backups, backupsUntilMs }: { backups: number; backupsUntilMs: bigint }): string {
  if (backups > 0 && backupsUntilMs > 0) return words.t('erase.backupsUntil', { count: backups, day: words.date(Number(backupsUntilMs)) });
  return words.t('erase.backups', { count: backups });
}

interface EraseNetworkProps {
  trace: NetworkTrace;
  // One of several: then it can be left out.
  several: boolean;
  chosen: Chosen;
  onChoose: (change: Partial<Chosen>) => void;
}

export function EraseNetwork({ trace, several, chosen, onChoose }: EraseNetworkProps) {
  const words = useWords();
  const { t } = words;
  const posts = trace.threads.reduce((sum, thread) => sum + thread.posts, 0);
  const mentions = trace.threads.reduce((sum, thread) => sum + thread.mentions, 0);
  const written = trace.threads.filter((thread) => thread.posts > 0);
  return (
    <Section id={`in-${trace.network}`} title={trace.name}>
      <div className="note-form erase">
        <ul className="plain-list">
          <li>{t('erase.reports', { count: trace.submissions })}</li>
          <li>{t('erase.posts', { count: posts, threads: written.length })}</li>
          <li>{t('erase.notes', { count: trace.ownNotes })}</li>
        </ul>
        {several && <Checkbox label={t('erase.also')} value={trace.network} checked={chosen.here} onChange={(event) => onChoose({ here: event.target.checked })} />}
        {trace.lastOrganiser && <Alert data-color="warning">{t('erase.lastOrganiser')}</Alert>}
        {chosen.here && !trace.lastOrganiser && (
          <>
            {hasPosts(trace) && <OneOf name={`posts-${trace.network}`} title={t('erase.ofPosts')} choices={postChoices} words={ofPosts} value={chosen.posts} onChange={(choice) => onChoose({ posts: choice })} />}
            {written.length > 0 && <Threads threads={written} chosen={chosen} onChoose={onChoose} />}
            {hasWork(trace) && <OneOf name={`work-${trace.network}`} title={t('erase.ofWork')} choices={workChoices} words={ofWork} value={chosen.work} onChange={(choice) => onChoose({ work: choice })} />}
            {mentions > 0 && <p>{t('erase.mentions', { count: mentions })}</p>}
            <p className="muted">{backupWords(words, trace)}</p>
          </>
        )}
      </div>
    </Section>
  );
}

interface OneOfProps {
  name: string;
  title: string;
  choices: readonly ErasureChoice[];
  words: Partial<Record<ErasureChoice, MessageKey>>;
  value: ErasureChoice;
  onChange: (choice: ErasureChoice) => void;
}

function OneOf({ name, title, choices, words, value, onChange }: OneOfProps) {
  const { t } = useWords();
  return (
    <fieldset className="plain-fieldset">
      <legend>{title}</legend>
      {choices.map((choice) => (
        <Radio key={choice} name={name} value={String(choice)} label={t(labels[choice])} description={words[choice] && t(words[choice])}
          checked={value === choice} onChange={() => onChange(choice)} />
      ))}
    </fieldset>
  );
}

function Threads({ threads, chosen, onChoose }: { threads: ThreadTrace[]; chosen: Chosen; onChoose: (change: Partial<Chosen>) => void }) {
  const { t } = useWords();
  const options = [ErasureChoice.UNSPECIFIED, ...postChoices].map((choice) => ({ value: String(choice), label: t(labels[choice]) }));
  return (
    <details>
      <summary>{t('erase.single')}</summary>
      <div className="fields">
        {threads.map((thread) => {
          const id = idText(thread.threadId);
          return (
            <Choice key={id} label={thread.title} description={t('thread.posts', { count: thread.posts })} options={options}
              value={String(chosen.threads[id] ?? ErasureChoice.UNSPECIFIED)} onChange={(value) => onChoose({ threads: { ...chosen.threads, [id]: Number(value) } })} />
          );
        })}
      </div>
    </details>
  );
}
