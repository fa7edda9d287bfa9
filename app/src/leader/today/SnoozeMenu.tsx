// SPDX-License-Identifier: Apache-2.0
// "I shall do it on Thursday": puts a task off on this device. Nobody else sees it.
import { Dropdown } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useWords } from '../../shared/words';

const kDay = 24 * 3600 * 1000;

// In the morning of the day that is so many days away.
export function morningIn(days: number, now: number): number {
  const day = new Date(now);
  day.setDate(day.getDate() + days);
  day.setHours(6, 0, 0, 0);
  return day.getTime();
}

export function SnoozeMenu({ now, onChoose }: { now: number; onChoose: (until: number) => void }) {
  const words = useWords();
  const { t } = words;
  const [open, setOpen] = useState(false);
  const days = [1, 2, 3, 4, 7];
  return (
    <Dropdown.TriggerContext>
      <Dropdown.Trigger variant="tertiary" onClick={() => setOpen(!open)}>{t('snooze.title')}</Dropdown.Trigger>
      <Dropdown open={open} onClose={() => setOpen(false)}>
        <Dropdown.List>
          {days.map((count) => (
            <Dropdown.Item key={count}>
              <Dropdown.Button onClick={() => { setOpen(false); onChoose(morningIn(count, now)); }}>
                {count === 1 ? t('snooze.tomorrow') : count === 7 ? t('snooze.week') : words.day(now + count * kDay)}
              </Dropdown.Button>
            </Dropdown.Item>
          ))}
        </Dropdown.List>
      </Dropdown>
    </Dropdown.TriggerContext>
  );
}
