// SPDX-License-Identifier: Apache-2.0
import { Tag } from '@digdir/designsystemet-react';
import { useWords } from '../shared/words';
import type { WorkState } from './work';

const colours: Record<WorkState, string> = {
  notOpen: 'neutral', todo: 'accent', draft: 'accent', sending: 'lake', handedIn: 'spruce', handedInLate: 'spruce',
  answered: 'lake', returned: 'warning', done: 'spruce',
};

// How far a piece of work has come, as words; the colour only underlines them.
export function StateTag({ state, overdue }: { state: WorkState; overdue: boolean }) {
  const { t } = useWords();
  return (
    <span className="state">
      <Tag data-color={colours[state]} data-size="sm">{t(`work.${state}`)}</Tag>
      {overdue && <Tag data-color="warning" data-size="sm" variant="outline">{t('work.overdue')}</Tag>}
    </span>
  );
}
