// SPDX-License-Identifier: Apache-2.0
// People of one group, or of none: each can be dragged, or moved with the menu beside the name; others can be
// dropped among them.
import { Dropdown, Tag } from '@digdir/designsystemet-react';
import { ArrowRightLeftIcon, DragVerticalIcon } from '@navikt/aksel-icons';
import { type DragEvent, useState } from 'react';
import { PersonLine } from '../../shared/Person';
import { useWords } from '../../shared/words';
import type { Leader } from '../cohorts';
import type { GroupView } from './groups';

const kKind = 'application/x-samstig-leader';

export type OnMove = (wanted: { person: Leader; from: string; to: string }) => void;

interface PeopleProps {
  people: Leader[];
  // The group they are in; empty: none.
  from: string;
  groups: GroupView[];
  onMove: OnMove;
}

// The one who is being dragged; a page has one pointer.
let dragged: { person: Leader; from: string } | null = null;

export function People({ people, from, groups, onMove }: PeopleProps) {
  const { t } = useWords();
  const [over, setOver] = useState(false);
  const takes = (event: DragEvent) => event.dataTransfer.types.includes(kKind) && dragged !== null && dragged.from !== from;
  return (
    <ul className="plain-list group-people" data-over={over || undefined} aria-label={t('groups.people')}
      onDragOver={(event) => {
        if (!takes(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (!takes(event) || !dragged) return;
        event.preventDefault();
        onMove({ ...dragged, to: from });
      }}>
      {people.map((person) => (
        <li key={person.id} className="group-person" draggable
          onDragStart={(event) => {
            dragged = { person, from };
            event.dataTransfer.setData(kKind, person.id);
            event.dataTransfer.effectAllowed = 'move';
          }}
          onDragEnd={() => { dragged = null; }}>
          <DragVerticalIcon aria-hidden className="group-handle" />
          <PersonLine person={person} />
          {person.returning && <Tag data-size="sm" data-color="spruce">{t('groups.returning')}</Tag>}
          <MoveMenu person={person} from={from} groups={groups} onMove={onMove} />
        </li>
      ))}
    </ul>
  );
}

function MoveMenu({ person, from, groups, onMove }: { person: Leader; from: string; groups: GroupView[]; onMove: OnMove }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const to = groups.filter(({ id }) => id !== from);
  const choose = (id: string) => {
    setOpen(false);
    onMove({ person, from, to: id });
  };
  if (to.length === 0 && from === '') return null;
  return (
    <Dropdown.TriggerContext>
      <Dropdown.Trigger variant="tertiary" icon data-size="sm" aria-label={t('groups.move', { name: person.name })} onClick={() => setOpen(!open)}>
        <ArrowRightLeftIcon aria-hidden />
      </Dropdown.Trigger>
      <Dropdown open={open} onClose={() => setOpen(false)}>
        <Dropdown.List>
          {to.map((group) => (
            <Dropdown.Item key={group.id}><Dropdown.Button onClick={() => choose(group.id)}>{t('groups.moveTo', { group: group.name })}</Dropdown.Button></Dropdown.Item>
          ))}
          {from !== '' && <Dropdown.Item><Dropdown.Button onClick={() => choose('')}>{t('groups.takeOut')}</Dropdown.Button></Dropdown.Item>}
        </Dropdown.List>
      </Dropdown>
    </Dropdown.TriggerContext>
  );
}
