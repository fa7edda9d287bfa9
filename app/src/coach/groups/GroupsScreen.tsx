// SPDX-License-Identifier: Apache-2.0
// The peer groups of a cohort: people are moved by dragging, or with the menu beside each name.
import { Alert, Button } from '@digdir/designsystemet-react';
import { PersonGroupIcon, PlusIcon } from '@navikt/aksel-icons';
import { ChangeGroupSchema, create } from '@samstig/client/messages';
import { useState } from 'react';
import { Ask } from '../../shared/Ask';
import type { Of } from '../../shared/copy';
import { idFrom } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { Empty, Section } from '../../shared/Page';
import { useVoice } from '../../shared/say';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { cohortKey, type Leader } from '../cohorts';
import { CoachPage } from '../CoachPage';
import { pairsInCommand } from './command';
import { GroupCard } from './GroupCard';
import { type Change, type Groups, groupsIn, type GroupView, move } from './groups';
import { NewGroup } from './NewGroup';
import { People } from './People';
import { Propose } from './Propose';

export function GroupsScreen() {
  const { t } = useWords();
  return <CoachPage title={t('groups.title')} lead={t('groups.lead')}>{(cohort) => <GroupsOf cohort={cohort} />}</CoachPage>;
}

function GroupsOf({ cohort }: { cohort: Of<'cohort'> }) {
  const words = useWords();
  const { t } = words;
  const view = useLive(`groups ${cohortKey(cohort)} ${words.language}`, (c) => groupsIn(c, cohort, words));
  const [open, setOpen] = useState<'new' | 'propose' | null>(null);
  if (!view) return null;
  if (view.leaders.length < 2) return <Empty title={t('groups.tooFew')}><p>{t('groups.tooFewWords')}</p></Empty>;
  return (
    <>
      <div className="buttons">
        <Button onClick={() => setOpen('propose')}><PersonGroupIcon aria-hidden /> {t('groups.propose')}</Button>
        <Button variant="secondary" onClick={() => setOpen('new')}><PlusIcon aria-hidden /> {t('groups.new')}</Button>
      </div>
      {open === 'new' && <NewGroup cohort={cohort} view={view} onClose={() => setOpen(null)} />}
      {open === 'propose' && <Propose cohort={cohort} view={view} onClose={() => setOpen(null)} />}
      <Grouped view={view} />
    </>
  );
}

interface Wanted {
  person: Leader;
  from: string;
  to: string;
}

function Grouped({ view }: { view: Groups }) {
  const words = useWords();
  const { t } = words;
  const write = useWrite();
  const { say } = useVoice();
  const [across, setAcross] = useState<{ wanted: Wanted; names: string } | null>(null);
  const groupOf = (id: string) => view.groups.find((group) => group.id === id);
  const nameOf = (id: string) => view.leaders.find((leader) => leader.id === id)?.name ?? '';

  const change = (of: GroupView, people: string[], acrossCommand: boolean) => ({
    case: 'changeGroup' as const,
    value: create(ChangeGroupSchema, { id: of.of.id, name: of.name, personIds: people.map((id) => idFrom(id)!), acrossCommand }),
  });
  const carryOut = async (changes: Change[]) => {
    for (const { group, people } of changes) {
      const of = groupOf(group)!;
      if (!(await write(change(of, people, pairsInCommand(people, view.managers).length > 0)))) return false;
    }
    return true;
  };
  const take = async ({ person, from, to }: Wanted, changes: Change[]) => {
    // As they were before, in the opposite order.
    const back = [...changes].reverse().map(({ group }) => ({ group, people: groupOf(group)!.people.map(({ id }) => id) }));
    if (!(await carryOut(changes))) return;
    const said = to ? t('groups.moved', { name: person.name, group: groupOf(to)!.name }) : t('groups.takenOut', { name: person.name, group: groupOf(from)!.name });
    say(said, () => void carryOut(back));
  };
  const want = (wanted: Wanted, asked = false) => {
    const { person, from, to } = wanted;
    const moved = move(view.groups, person.id, from, to);
    if ('tooFew' in moved) return say(t('groups.wouldBeTooFew', { group: groupOf(from)!.name }));
    if ('tooMany' in moved) return say(t('groups.wouldBeTooMany', { group: groupOf(to)!.name }));
    const into = moved.changes.find(({ group }) => group === to);
    const pairs = into ? pairsInCommand(into.people, view.managers).filter((pair) => pair.above === person.id || pair.below === person.id) : [];
    if (pairs.length > 0 && !asked) {
      setAcross({ wanted, names: words.list(pairs.map((pair) => t('groups.pair', { above: nameOf(pair.above), below: nameOf(pair.below) }))) });
      return;
    }
    void take(wanted, moved.changes);
  };
  return (
    <>
      {view.groups.length === 0 && <Empty title={t('groups.none')}><p>{t('groups.noneWords')}</p></Empty>}
      {view.groups.length > 0 && <p className="muted">{t('groups.how')}</p>}
      <div className="groups">
        {view.groups.map((group) => <GroupCard key={group.id} group={group} all={view} onMove={want} />)}
      </div>
      <Section id="free" title={t('groups.free', { count: view.free.length })}>
        <People people={view.free} from="" groups={view.groups} onMove={want} />
        {view.free.length === 0 && <p className="muted">{t('groups.nobodyFree')}</p>}
      </Section>
      {view.dissolved.length > 0 && <Alert data-color="neutral">{t('groups.dissolved', { names: words.list(view.dissolved) })}</Alert>}
      {across && (
        <Ask title={t('groups.acrossTitle')} onClose={() => setAcross(null)}
          yes={{ label: t('groups.acrossYes'), act: () => { setAcross(null); want(across.wanted, true); } }}>
          <p>{t('groups.acrossWords', { names: across.names })}</p>
        </Ask>
      )}
    </>
  );
}
