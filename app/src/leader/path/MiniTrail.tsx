// SPDX-License-Identifier: Apache-2.0
// The whole way in one line, on the first screen: how far one has come. The words beside it say the same.
import { Link } from 'wouter';
import { useWords } from '../../shared/words';
import { legs, swing } from './trail';
import type { Progress } from './waypoints';

const kWidth = 640;
const kHeight = 56;

export function MiniTrail({ progress }: { progress: Progress }) {
  const { t } = useWords();
  const stops = progress.steps + 1;
  const places = Array.from({ length: stops }, (_, at) => ({
    x: 16 + (at / Math.max(1, stops - 1)) * (kWidth - 32), y: kHeight / 2 + swing(at * 1.4) * 20,
  }));
  const lines = legs(places.map(({ x, y }) => ({ x: y, y: x })), places.map((_, at) => at <= progress.walked));
  return (
    <Link href="/path" className="mini-trail" aria-label={t('today.toPath')}>
      <svg viewBox={`0 0 ${kWidth} ${kHeight}`} aria-hidden="true" preserveAspectRatio="xMidYMid meet">
        {/* Drawn downwards and laid on its side. */}
        <g transform="matrix(0 1 1 0 0 0)">
          {lines.map((line, at) => <path key={at} d={line.d} className={line.walked ? 'trail-walked' : 'trail-ahead'} />)}
        </g>
        {places.map((place, at) => at === 0
          ? <path key={at} d={`M${place.x - 9} ${place.y + 7}h18l-9-15z`} className="trail-start" />
          : <circle key={at} cx={place.x} cy={place.y} r={at === stops - 1 ? 9 : 7} className={at <= progress.walked ? 'trail-control walked' : 'trail-control'} />)}
        {places.length > 1 && <circle cx={places.at(-1)!.x} cy={places.at(-1)!.y} r={5} className="trail-finish" />}
      </svg>
    </Link>
  );
}
