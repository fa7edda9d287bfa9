// SPDX-License-Identifier: Apache-2.0
// Ids, found places, live queries, and the words for the core's numbers.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { AccountService, CatalogueService, EntityService, GroupService, Reason, SyncService } from '../../../../client-lib/wasm/src/messages';
import { RAW } from '../../../../client-lib/wasm/src/raw_calls';
import { SamstigError } from '../../../../client-lib/wasm/src/api';
import { hex, idFromText, IdSource, idText } from '../../../../client-lib/wasm/src/ids';
import { Live } from '../../../../client-lib/wasm/src/live';
import { partsOf } from '../../../../client-lib/wasm/src/snippet';
import { KEYS, STATES, WHY } from '../../../../client-lib/wasm/src/words';

const header = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
const words = (enumeration: string) => [...enumeration.replace(/\/\/.*/g, '').matchAll(/\bk([A-Z]\w*)/g)].map(([, name]) => name![0]!.toLowerCase() + name!.slice(1));
const body = (text: string, name: string) => new RegExp(`enum class ${name}[^{]*{([^}]*)}`).exec(text)![1]!;

describe('words and numbers are those of the core', () => {
  it('for keys', () => {
    const keys = [...body(header('domain/rules/keys.h'), 'KeyName').matchAll(/\bk([A-Z]\w*) = (\d+)/g)];
    expect(KEYS).toEqual(Object.fromEntries(keys.map(([, name, number]) => [name![0]!.toLowerCase() + name!.slice(1), Number(number)])));
  });
  it('for how syncing stands', () => {
    expect(STATES).toEqual(words(body(header('client-lib/core/types.h'), 'SyncState')));
  });
  it('for why one is told', () => {
    expect(WHY).toEqual(words(body(header('domain/rules/notices.h'), 'NoticeWhy')));
  });
});

describe('calls that are passed on as bytes', () => {
  it('have the names of the contract', () => {
    const named = ({ parent, name, methodKind }: { parent: { typeName: string }; name: string; methodKind: string }) => `${parent.typeName}/${name} ${methodKind}`;
    const known = [AccountService, SyncService, EntityService, CatalogueService, GroupService].flatMap(({ methods }) => methods.map(named));
    for (const call of Object.values(RAW)) expect(known).toContain(named(call));
  });
});

describe('ids', () => {
  it('ascend though the clock stands still, runs on, or jumps back', () => {
    const times = [1_000, ...Array.from({ length: 5_000 }, () => 1_000), 1_001, 500, 500, 2_000];
    const source = new IdSource(() => times.shift()!);
    const ids = Array.from({ length: 5_005 }, () => hex(source.next()));
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
  });
  it('are UUIDs of version 7', () => {
    const text = idText(new IdSource().next());
    expect(text).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(idText(idFromText(text.toUpperCase())!)).toBe(text);
    expect(idFromText('not an id')).toBeNull();
  });
});

describe('a found place', () => {
  it('comes in parts', () => {
    expect(partsOf('vem \u0002läser\u0003 här?')).toEqual([
      { text: 'vem ', match: false }, { text: 'läser', match: true }, { text: ' här?', match: false },
    ]);
    expect(partsOf('\u0002a\u0003\u0002b\u0003')).toEqual([{ text: 'a', match: true }, { text: 'b', match: true }]);
    expect(partsOf('')).toEqual([]);
  });
});

describe('a live query', () => {
  const turn = () => new Promise((resolve) => setTimeout(resolve));

  it('tells only what is new', async () => {
    let value = { count: 1n, id: new Uint8Array([1]) };
    const told: bigint[] = [];
    const live = new Live(async () => value, ({ count }) => told.push(count), undefined);
    live.refresh();
    await turn();
    value = { ...value };
    live.refresh();
    await turn();
    value = { count: 2n, id: value.id };
    live.refresh();
    await turn();
    expect(told).toEqual([1n, 2n]);
  });

  it('asks once more, not ten times, when ten changes come while it asks', async () => {
    let asked = 0;
    const live = new Live(async () => (await turn(), ++asked), () => undefined, undefined);
    for (let i = 0; i < 10; ++i) live.refresh();
    for (let i = 0; i < 5; ++i) await turn();
    expect(asked).toBeLessThanOrEqual(2);
  });

  it('tells of trouble, and goes on after it', async () => {
    const told: string[] = [];
    let broken = true;
    const query = async () => {
      if (broken) throw new SamstigError(Reason.UNAVAILABLE, 'away');
      return 'here';
    };
    const live = new Live(query, (value) => told.push(value), (error) => told.push(Reason[error.reason]));
    live.refresh();
    await turn();
    broken = false;
    live.refresh();
    await turn();
    live.end();
    live.refresh();
    await turn();
    expect(told).toEqual(['UNAVAILABLE', 'here']);
  });
});
