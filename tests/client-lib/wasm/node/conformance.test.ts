// SPDX-License-Identifier: Apache-2.0
// The core in WebAssembly says to a server, byte by byte, what the native one says: the transcripts
// that tests/contract replays natively.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { framesOf, Replay } from '../transcript';
import { theModule } from '../core_in_node';

const FOLDER = new URL('../../../contract/transcripts/', import.meta.url);
const stories = readdirSync(FOLDER).filter((name) => name.endsWith('.txt'));

describe('in node, the core says what the native one says', () => {
  it('in all the stories that there are', () => expect(stories.length).toBeGreaterThanOrEqual(5));

  it.each(stories)('%s', async (name) => {
    const frames = framesOf(readFileSync(new URL(name, FOLDER), 'utf8'));
    expect(await new Replay(frames).run(await theModule())).toEqual(frames);
  });
});
