// SPDX-License-Identifier: Apache-2.0
// Where a cohort is on its way, and the next step. Steps go forward only, so each says first what it means.
import { Button } from '@digdir/designsystemet-react';
import { CohortState, create, MoveCohortSchema } from '@samstig/client/messages';
import { useState } from 'react';
import { Ask } from '../../shared/Ask';
import type { Of } from '../../shared/copy';
import { Section } from '../../shared/Page';
import { cohortStateKeys } from '../../shared/states';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { movesFrom } from './form';

const line = [
  CohortState.DRAFT, CohortState.ANNOUNCED, CohortState.ENROLLING, CohortState.CONFIRMED, CohortState.RUNNING, CohortState.WRAPPING_UP, CohortState.ALUMNI,
  CohortState.ARCHIVED,
];

type Step = 'announced' | 'enrolling' | 'confirmed' | 'running' | 'wrappingUp' | 'alumni' | 'archived' | 'cancelled' | 'paused';
const keys = new Map<CohortState, Step>([
  [CohortState.ANNOUNCED, 'announced'], [CohortState.ENROLLING, 'enrolling'], [CohortState.CONFIRMED, 'confirmed'], [CohortState.RUNNING, 'running'],
  [CohortState.WRAPPING_UP, 'wrappingUp'], [CohortState.ALUMNI, 'alumni'], [CohortState.ARCHIVED, 'archived'], [CohortState.CANCELLED, 'cancelled'], [CohortState.PAUSED, 'paused'],
]);

export function Moves({ cohort }: { cohort: Of<'cohort'> }) {
  const words = useWords();
  const { t } = words;
  const write = useWrite();
  const [asked, setAsked] = useState<CohortState | null>(null);
  const { state } = cohort.body;
  const paused = state === CohortState.PAUSED;
  const { next, aside } = movesFrom(cohort.body);
  const at = line.indexOf(paused ? cohort.body.pausedFrom : state);
  const move = (to: CohortState) => ({ case: 'moveCohort' as const, value: create(MoveCohortSchema, { id: cohort.id, to }) });
  const take = (to: CohortState) => {
    setAsked(null);
    const undo = to === CohortState.PAUSED ? () => void write(move(state)) : undefined;
    void write(move(to), { said: t('moves.moved', { name: words.pick(cohort.body.name), state: t(cohortStateKeys[to]) }), undo });
  };
  const label = (to: CohortState) => (paused ? t('moves.resume') : t(`moves.to.${keys.get(to) ?? 'announced'}`));
  // What can be taken back asks nothing.
  const want = (to: CohortState) => (to === CohortState.PAUSED || paused ? take(to) : setAsked(to));
  return (
    <Section id="moves" title={t('moves.title')}>
      {at >= 0 && (
        <ol className="way-line" aria-label={t('moves.title')}>
          {line.map((step, index) => (
            <li key={step} data-state={index < at ? 'past' : index === at ? 'now' : 'ahead'} aria-current={index === at ? 'step' : undefined}>{t(cohortStateKeys[step])}</li>
          ))}
        </ol>
      )}
      {paused && <p>{t('moves.isPaused')}</p>}
      <div className="buttons">
        {next !== null && <Button onClick={() => want(next)}>{label(next)}</Button>}
        {aside.map((to) => <Button key={to} variant="tertiary" data-color={to === CohortState.CANCELLED ? 'danger' : undefined} onClick={() => want(to)}>{label(to)}</Button>)}
      </div>
      {asked !== null && (
        <Ask title={label(asked)} onClose={() => setAsked(null)} yes={{ label: label(asked), act: () => take(asked), danger: asked === CohortState.CANCELLED }}>
          <p>{t(`moves.means.${keys.get(asked) ?? 'announced'}`)}</p>
          <p className="muted">{t('moves.noWayBack')}</p>
        </Ask>
      )}
    </Section>
  );
}
