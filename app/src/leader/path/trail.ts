// SPDX-License-Identifier: Apache-2.0
// The trail's geometry: from the places of the waypoints on the page to what is drawn, in the manner of
// an orienteering map. Pure: the same places give the same drawing, to the pixel.

export interface Place {
  x: number;
  y: number;
}

// How far a waypoint lies from the middle of the trail's strip, from -1 to 1. A path in a forest swings,
// but never quite alike.
export function swing(index: number): number {
  const wave = Math.sin(index * 1.8 + 0.5) * 0.8 + Math.sin(index * 0.7) * 0.2;
  return Math.max(-1, Math.min(1, wave));
}

const round = (value: number) => Math.round(value * 10) / 10;

// The curve from one waypoint to the next: leaves and arrives straight down, so that the pieces join smoothly.
export function leg(from: Place, to: Place): string {
  const bend = (to.y - from.y) * 0.5;
  return `M${round(from.x)} ${round(from.y)}C${round(from.x)} ${round(from.y + bend)} `
    + `${round(to.x)} ${round(to.y - bend)} ${round(to.x)} ${round(to.y)}`;
}

export interface Leg {
  d: string;
  walked: boolean;
}

// A leg is walked when the waypoint at its end is.
export function legs(places: Place[], walked: boolean[]): Leg[] {
  const all: Leg[] = [];
  for (let at = 1; at < places.length; ++at) {
    all.push({ d: leg(places[at - 1]!, places[at]!), walked: walked[at] === true });
  }
  return all;
}

// A small generator of numbers that are always the same for the same seed (mulberry32), for terrain that
// does not change its shape from one visit to the next.
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function seedOf(text: string): number {
  let hash = 2166136261;
  for (const sign of text) hash = Math.imul(hash ^ sign.codePointAt(0)!, 16777619);
  return hash >>> 0;
}

// The height lines of a hill: closed curves inside of one another, all bent alike, as on a map.
export function hill(centre: Place, radius: number, rings: number, seed: number): string[] {
  const random = seeded(seed);
  const kCorners = 9;
  const bumps = Array.from({ length: kCorners }, () => 0.72 + random() * 0.5);
  const stretch = 0.75 + random() * 0.35;
  return Array.from({ length: rings }, (_, ring) => {
    const size = radius * (1 - ring / (rings + 0.6));
    return closedCurve(bumps.map((bump, corner) => {
      const angle = (corner / kCorners) * 2 * Math.PI;
      // Towards the top the ground is more even.
      const bent = 1 + (bump - 1) * (1 - ring / (rings * 1.6));
      return { x: centre.x + Math.cos(angle) * size * bent, y: centre.y + Math.sin(angle) * size * bent * stretch };
    }));
  });
}

// Catmull-Rom through all corners, as Béziers.
export function closedCurve(corners: Place[]): string {
  const at = (index: number) => corners[(index + corners.length) % corners.length]!;
  let d = `M${round(at(0).x)} ${round(at(0).y)}`;
  for (let index = 0; index < corners.length; ++index) {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    d += `C${round(from.x + (to.x - before.x) / 6)} ${round(from.y + (to.y - before.y) / 6)} `
      + `${round(to.x - (after.x - from.x) / 6)} ${round(to.y - (after.y - from.y) / 6)} ${round(to.x)} ${round(to.y)}`;
  }
  return `${d}Z`;
}

export interface Ground {
  kind: 'hill' | 'lake';
  centre: Place;
  radius: number;
  seed: number;
}

// On a narrow page the words always stand to the right of the trail.
const kWide = 800;

// What lies beside the trail: a hill by each resting place, away from its words where there is room for that,
// and below every second hill a lake.
export function groundBy(rests: Place[], width: number, seed: number): Ground[] {
  const random = seeded(seed);
  const largest = Math.min(165, width * 0.4);
  return rests.flatMap((rest, index): Ground[] => {
    const right = width < kWide || rest.x < width / 2;
    const radius = largest * (0.7 + random() * 0.3);
    const beside = (size: number) => {
      const inwards = size * (0.4 + random() * 0.6);
      return right ? width - inwards : inwards;
    };
    const hillside: Ground = {
      kind: 'hill', centre: { x: beside(radius), y: rest.y + (random() - 0.1) * 70 }, radius, seed: seed + index * 101,
    };
    if (index % 2 === 1) return [hillside];
    const size = largest * (0.3 + random() * 0.14);
    return [hillside, { kind: 'lake', centre: { x: beside(size * 2), y: rest.y + radius + size + 20 }, radius: size, seed: seed + index * 131 }];
  });
}
