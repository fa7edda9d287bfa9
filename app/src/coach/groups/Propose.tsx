// SPDX-License-Identifier: Apache-2.0
// Fair groups, proposed by the server: each placement is explained, and nothing is stored until they are
// formed.
import { Alert, Button, Checkbox, Textfield } from '@digdir/designsystemet-react';
import { create, FormGroupSchema, ProposeGroupsRequestSchema } from '@samstig/client/messages';
import { useRef, useState } from 'react';
import { useClient } from '../../shared/client';
import type { Of } from '../../shared/copy';
import { errorWords } from '../../shared/errors';
import { idFrom } from '../../shared/ids';
import { People } from '../../shared/people';
import { useVoice } from '../../shared/say';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { freshName, type Groups } from './groups';
import { type ProposedGroup, proposedGroups } from './proposal';

interface Proposal {
  groups: ProposedGroup[];
  seed: bigint;
  kept: number;
}

export function Propose({ cohort, view, onClose }: { cohort: Of<'cohort'>; view: Groups; onClose: () => void }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const [size, setSize] = useState('5');
  const [keep, setKeep] = useState(view.groups.length > 0);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const result = useRef<HTMLHeadingElement>(null);
  const wanted = Number(size);

  const ask = async (seed: bigint) => {
    setBusy(true);
    setError(null);
    try {
      const answer = await client.proposeGroups(create(ProposeGroupsRequestSchema, { cohortId: cohort.id, size: wanted, seed, keepLiveGroups: keep }));
      const people = new People(client, words);
      const named = new Map(view.leaders.map((leader) => [leader.id, leader.name]));
      const places = new Map<string, string>();
      for (const { placements, unmet } of answer.groups) {
        for (const { municipalityId } of [...placements.flatMap(({ reasons }) => reasons), ...unmet]) {
          if (municipalityId.length > 0) places.set(Array.from(municipalityId).join(), await people.municipality(municipalityId));
        }
      }
      const taken = view.groups.map((group) => group.name);
      const naming = {
        person: (id: string) => named.get(id) ?? t('person.unknown'),
        municipality: (id: string) => places.get(Array.from(idFrom(id) ?? []).join()) ?? '',
      };
      const nameOf = (at: number) => freshName(t('groups.word'), taken, view.made + at);
      setProposal({ groups: proposedGroups(words, answer, naming, nameOf), seed: answer.seed, kept: answer.keptPeople });
      requestAnimationFrame(() => result.current?.focus());
    } catch (failed) {
      console.error(failed);
      setError(failed);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="propose" aria-labelledby="propose-title">
      <h2 id="propose-title" className="section-title">{t('propose.title')}</h2>
      <p>{t('propose.words')}</p>
      <div className="filters">
        <Textfield label={t('propose.size')} type="number" inputMode="numeric" min={2} max={40} className="field-short" value={size} onChange={(event) => setSize(event.target.value)} />
        {view.groups.length > 0 && <Checkbox label={t('propose.keep')} description={t('propose.keepHint')} value="keep" checked={keep} onChange={(event) => setKeep(event.target.checked)} />}
      </div>
      <div className="buttons">
        <Button disabled={busy || !(wanted >= 2 && wanted <= 40)} onClick={() => void ask(proposal ? proposal.seed + 1n : 1n)}>{t(proposal ? 'propose.another' : 'propose.ask')}</Button>
        <Button variant="tertiary" onClick={onClose}>{t('close')}</Button>
      </div>
      {busy && <p role="status">{t('propose.busy')}</p>}
      {error !== null && <Alert data-color="danger" role="alert"><p>{errorWords(words, error)}</p><p>{t('propose.nothingChanged')}</p></Alert>}
      {proposal && (
        <>
          <h3 ref={result} tabIndex={-1} className="item-title">{t('propose.result', { count: proposal.groups.length })}</h3>
          {proposal.kept > 0 && <p className="muted">{t('propose.kept', { count: proposal.kept })}</p>}
          <div className="groups">{proposal.groups.map((group) => <Proposed key={group.name} group={group} />)}</div>
          <FormAll cohort={cohort} view={view} proposal={proposal} keep={keep} onDone={onClose} />
        </>
      )}
    </section>
  );
}

function Proposed({ group }: { group: ProposedGroup }) {
  const { t } = useWords();
  return (
    <article className="group" data-proposed>
      <h4 className="item-title">{group.name}</h4>
      <ul className="plain-list proposed-people">
        {group.people.map((person) => (
          <li key={person.id}>
            <bdi className="person-name">{person.name}</bdi>
            {person.why.length > 0 && <ul className="why">{person.why.map((why) => <li key={why}>{why}</li>)}</ul>}
          </li>
        ))}
      </ul>
      {group.buts.length > 0 && <Alert data-color="warning" data-size="sm"><p>{t('propose.but')}</p><ul className="why">{group.buts.map((but) => <li key={but}>{but}</li>)}</ul></Alert>}
    </article>
  );
}

interface FormAllProps {
  cohort: Of<'cohort'>;
  view: Groups;
  proposal: Proposal;
  keep: boolean;
  onDone: () => void;
}

function FormAll({ cohort, view, proposal, keep, onDone }: FormAllProps) {
  const { t } = useWords();
  const client = useClient();
  const write = useWrite();
  const { say } = useVoice();
  const [busy, setBusy] = useState(false);
  const form = async () => {
    setBusy(true);
    let formed = 0;
    for (const group of proposal.groups) {
      const personIds = group.people.map(({ bytes }) => bytes);
      const sent = await write({ case: 'formGroup', value: create(FormGroupSchema, { id: client.newId(), cohortId: cohort.id, name: group.name, personIds }) });
      if (!sent) break;
      ++formed;
    }
    setBusy(false);
    if (formed === proposal.groups.length) {
      say(t('propose.formed', { count: formed }));
      onDone();
    }
  };
  return (
    <div className="send">
      {!keep && view.groups.length > 0 && <p>{t('propose.oldStay', { count: view.groups.length })}</p>}
      <Button data-size="lg" disabled={busy} onClick={() => void form()}>{t('propose.form', { count: proposal.groups.length })}</Button>
    </div>
  );
}
