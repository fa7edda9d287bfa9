// SPDX-License-Identifier: Apache-2.0
// Draws the waypoints: the list lays itself out with as much room as its words need, in whatever size of
// type; then the trail is drawn through where its marks have come to be.
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { useWords } from '../../shared/words';
import { StateTag } from '../StateTag';
import { groundBy, hill, leg, legs, seedOf, swing, type Place } from './trail';
import type { Rest, Step, Waypoint } from './waypoints';

interface Measured {
  width: number;
  height: number;
  places: Place[];
}

function measure(list: HTMLElement): Measured {
  const frame = list.getBoundingClientRect();
  const marks = [...list.querySelectorAll<HTMLElement>('[data-mark]')];
  return {
    width: frame.width,
    height: frame.height,
    places: marks.map((mark) => {
      const box = mark.getBoundingClientRect();
      return { x: box.left - frame.left + box.width / 2, y: box.top - frame.top + box.height / 2 };
    }),
  };
}

function useMeasured(list: RefObject<HTMLOListElement | null>, points: Waypoint[]): Measured | null {
  const [measured, setMeasured] = useState<Measured | null>(null);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const take = () => setMeasured((before) => {
      const now = measure(element);
      return before && JSON.stringify(before) === JSON.stringify(now) ? before : now;
    });
    take();
    const watcher = new ResizeObserver(take);
    watcher.observe(element);
    // The type may come a moment after the words.
    void document.fonts?.ready.then(take);
    return () => watcher.disconnect();
  }, [list, points]);
  return measured;
}

export function Trail({ points, now }: { points: Waypoint[]; now: number }) {
  const { t } = useWords();
  const list = useRef<HTMLOListElement>(null);
  const measured = useMeasured(list, points);
  return (
    <div className="trail">
      {measured && <Drawing points={points} {...measured} />}
      <ol ref={list} className="trail-list" aria-label={t('path.list')}>
        {points.map((point, at) => (
          <li key={point.id} className="waypoint" data-kind={point.kind} data-walked={point.walked || undefined}
            data-here={(point.kind === 'step' && point.here) || undefined} data-side={swing(at) > 0 ? 'left' : 'right'}
            style={{ '--swing': swing(at) } as React.CSSProperties}>
            <span className="waypoint-mark" data-mark aria-hidden="true">{point.kind === 'step' ? point.number : ''}</span>
            <div className="waypoint-words">
              {point.kind === 'rest' && <RestWords rest={point} />}
              {point.kind === 'step' && <StepWords step={point} now={now} />}
              {point.kind === 'end' && <p className="waypoint-end">{point.walked ? t('path.arrived') : t('path.end')}</p>}
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

function RestWords({ rest }: { rest: Rest }) {
  const words = useWords();
  const { t } = words;
  const summary = words.pick(rest.theme?.summary);
  return (
    <>
      <h2 className="waypoint-theme">{rest.theme ? words.pick(rest.theme.name) : t('path.loose')}</h2>
      <p className="waypoint-count">
        {rest.steps === 0 ? t('path.noSteps') : t('path.steps', { steps: rest.steps, walked: rest.stepsWalked })}
      </p>
      {summary && (
        <details className="waypoint-more"><summary>{t('path.about')}</summary><p>{summary}</p></details>
      )}
    </>
  );
}

function StepWords({ step, now }: { step: Step; now: number }) {
  const words = useWords();
  const { t } = words;
  const dueMs = Number(step.assignment.dueMs);
  return (
    <Link href={`/assignments/${step.id}`} className="waypoint-link">
      {step.here && <span className="waypoint-here">{t('path.here')}</span>}
      <span className="waypoint-title">{words.pick(step.assignment.title)}</span>
      <span className="waypoint-facts">
        <StateTag state={step.state} overdue={!step.walked && now > dueMs} />
        {!step.walked && <span className="muted">{t('assignment.minutes', { minutes: step.assignment.minutes })} · {words.shortDay(dueMs)}</span>}
      </span>
    </Link>
  );
}

function Drawing({ points, width, height, places }: Measured & { points: Waypoint[] }) {
  if (places.length !== points.length) return null;
  const walked = points.map((point) => point.walked);
  const rests = places.filter((_, at) => points[at]!.kind === 'rest');
  const ground = groundBy(rests, width, seedOf(points[0]?.id ?? ''));
  const first = places[0];
  const start = first && { x: first.x + 34, y: Math.max(12, first.y - 78) };
  const at = (kind: Waypoint['kind']) => places.filter((_, index) => points[index]!.kind === kind);
  return (
    <svg className="trail-map" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {ground.map(({ kind, centre, radius, seed }, index) => (
        <g key={index} className={`map-${kind}`}>
          {hill(centre, radius, kind === 'hill' ? 5 : 2, seed).map((d, ring) => <path key={ring} d={d} />)}
        </g>
      ))}
      {start && <path d={leg(start, first)} className={walked[0] ? 'trail-walked' : 'trail-ahead'} />}
      {start && <path d={`M${start.x - 12} ${start.y + 8}h24l-12-21z`} className="trail-start" />}
      {legs(places, walked).map((line, index) => (
        <path key={index} d={line.d} className={line.walked ? 'trail-walked' : 'trail-ahead'} />
      ))}
      {at('rest').map(({ x, y }, index) => <Shelter key={index} x={x} y={y} walked={points.filter((point) => point.kind === 'rest')[index]!.walked} />)}
      {at('end').map(({ x, y }, index) => (
        <g key={index} className={walked.at(-1) ? 'trail-goal walked' : 'trail-goal'}>
          <circle cx={x} cy={y} r={17} className="trail-goal-out" />
          <circle cx={x} cy={y} r={11} className="trail-goal-in" />
        </g>
      ))}
    </svg>
  );
}

// A resting place: a lean-to with its fire in front.
function Shelter({ x, y, walked }: Place & { walked: boolean }) {
  return (
    <g transform={`translate(${x} ${y})`} className={walked ? 'shelter walked' : 'shelter'}>
      <circle r={23} className="shelter-ground" />
      <path d="M-13 9 -1-11 13 9" className="shelter-roof" />
      <path d="M-6 9v-7h9v7" className="shelter-wall" />
      <path d="M-16 9.5H16" className="shelter-line" />
    </g>
  );
}
