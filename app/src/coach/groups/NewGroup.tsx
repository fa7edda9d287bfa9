// SPDX-License-Identifier: Apache-2.0
// A group by hand: a name and at least two people.
import { Alert, Checkbox, Textfield } from '@digdir/designsystemet-react';
import { create, FormGroupSchema } from '@samstig/client/messages';
import { useState } from 'react';
import { Ask } from '../../shared/Ask';
import { useClient } from '../../shared/client';
import type { Of } from '../../shared/copy';
import { idFrom } from '../../shared/ids';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { pairsInCommand } from './command';
import { freshName, type Groups, kLargestGroup, kSmallestGroup } from './groups';

export function NewGroup({ cohort, view, onClose }: { cohort: Of<'cohort'>; view: Groups; onClose: () => void }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const write = useWrite();
  const [name, setName] = useState(() => freshName(t('groups.word'), view.groups.map((group) => group.name), view.made));
  const [people, setPeople] = useState<string[]>([]);
  const [across, setAcross] = useState(false);
  const choices = view.free.length >= kSmallestGroup ? view.free : view.leaders;
  const pairs = pairsInCommand(people, view.managers);
  const nameOf = (id: string) => view.leaders.find((leader) => leader.id === id)?.name ?? '';
  const ready = name.trim() !== '' && people.length >= kSmallestGroup && people.length <= kLargestGroup && (pairs.length === 0 || across);
  const form = async () => {
    const sent = await write({
      case: 'formGroup',
      value: create(FormGroupSchema, { id: client.newId(), cohortId: cohort.id, name: name.trim(), personIds: people.map((id) => idFrom(id)!), acrossCommand: pairs.length > 0 && across }),
    }, { said: t('groups.formed', { name: name.trim() }) });
    if (sent) onClose();
  };
  const toggle = (id: string, checked: boolean) => setPeople((before) => (checked ? [...before, id] : before.filter((one) => one !== id)));
  return (
    <Ask title={t('groups.new')} onClose={onClose} yes={{ label: t('groups.form'), act: () => void form(), disabled: !ready }}>
      <Textfield label={t('groups.name')} value={name} maxLength={100} dir="auto" onChange={(event) => setName(event.target.value)} />
      <fieldset className="plain-fieldset">
        <legend>{t('groups.whoIsIn', { count: people.length })}</legend>
        {choices.map((leader) => (
          <Checkbox key={leader.id} label={leader.name} description={leader.municipality} value={leader.id} checked={people.includes(leader.id)}
            onChange={(event) => toggle(leader.id, event.target.checked)} />
        ))}
      </fieldset>
      {pairs.length > 0 && (
        <Alert data-color="warning">
          <p>{t('groups.acrossWords', { names: words.list(pairs.map((pair) => t('groups.pair', { above: nameOf(pair.above), below: nameOf(pair.below) }))) })}</p>
          <Checkbox label={t('groups.acrossYes')} value="across" checked={across} onChange={(event) => setAcross(event.target.checked)} />
        </Alert>
      )}
    </Ask>
  );
}
