// SPDX-License-Identifier: Apache-2.0
// Not a word lost between the finger and the disk.
import type { Intent, Samstig } from '@samstig/client';
import { AttachmentSchema, create, DraftSchema, ReportSchema, RevisionSchema, type SaveDraft } from '@samstig/client/messages';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { idText } from '../../shared/ids';
import { Keeper } from '../../shared/kept';
import type { Of } from '../../shared/copy';
import { id } from '../../testing/memory_client';
import { emptyReport } from '../drafting';
import { Desk } from './desk';

class Shelf implements Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'> {
  private readonly all = new Map<string, string>();
  full = false;
  get length() { return this.all.size; }
  key(at: number) { return [...this.all.keys()][at] ?? null; }
  getItem(key: string) { return this.all.get(key) ?? null; }
  setItem(key: string, value: string) {
    if (this.full) throw new Error('QuotaExceededError');
    this.all.set(key, value);
  }
  removeItem(key: string) { this.all.delete(key); }
}

describe('a desk', () => {
  let shelf: Shelf, keeper: Keeper, writes: SaveDraft[], refuses: boolean, ids: number, client: Samstig;
  beforeEach(() => {
    vi.useFakeTimers();
    shelf = new Shelf();
    keeper = new Keeper(shelf as unknown as Storage, () => 7);
    writes = [];
    refuses = false;
    ids = 100;
    client = {
      newId: () => id(++ids), workId: async () => id(50), serverTimeMs: async () => 1000,
      write: async (intent: Intent) => {
        if (refuses) throw new Error('the disk is full');
        writes.push(intent.value as SaveDraft);
        return { number: 1n, verdict: new Promise(() => undefined) };
      },
    } as unknown as Samstig;
  });
  afterEach(() => vi.useRealTimers());

  const head = (number: number, tried: string) => create(RevisionSchema, {
    revisionId: id(number), claimedMs: BigInt(number), content: { case: 'report', value: create(ReportSchema, { tried }) },
  });
  const draft = (...heads: ReturnType<typeof head>[]): Of<'draft'> =>
    ({ id: id(50), author: id(1), madeMs: 0, pending: false, body: create(DraftSchema, { heads }) });
  const open = (before: Of<'draft'> | null = null) => {
    const desk = new Desk(client, id(20), keeper, () => Date.now());
    desk.see(before);
    return desk;
  };
  const kept = () => keeper.kept<{ tried: string }>(keeper.places()[0] ?? '')?.value.tried;

  it('keeps every keystroke at once and saves when the fingers rest', async () => {
    const desk = open();
    desk.type({ tried: 'Vi' });
    desk.type({ tried: 'Vi ringde' });
    expect(kept()).toBe('Vi ringde');
    expect(desk.current().saved).toBe('kept');
    await vi.advanceTimersByTimeAsync(900);
    expect(writes).toHaveLength(1);
    expect(writes[0]!.revision!.content.value).toMatchObject({ tried: 'Vi ringde' });
    expect(desk.current().saved).toBe('saved');
    expect(keeper.places()).toEqual([]);
  });

  it('does not wait for ever for fingers that never rest', async () => {
    const desk = open();
    for (let at = 0; at < 10; ++at) {
      desk.type({ tried: `ord ${at}` });
      await vi.advanceTimersByTimeAsync(500);
    }
    expect(writes.length).toBeGreaterThan(0);
  });

  it('each save stands for the one before', async () => {
    const desk = open(draft(head(1, 'Förut')));
    desk.type({ tried: 'Nu' });
    await desk.flush();
    desk.type({ tried: 'Nu igen' });
    await desk.flush();
    expect(writes.map((write) => write.replaces)).toEqual([[id(1)], [id(101)]]);
  });

  it('has what a crash left behind, and saves it', async () => {
    open().type({ tried: 'Just innan strömmen gick' });
    vi.clearAllTimers();
    const desk = open(draft(head(1, 'Äldre')));
    expect(desk.current().text.tried).toBe('Just innan strömmen gick');
    await vi.advanceTimersByTimeAsync(1000);
    expect(writes.at(-1)!.replaces).toEqual([id(1)]);
  });

  it('has the files as well, also when only they are new', async () => {
    const photo = create(AttachmentSchema, { sha256: new Uint8Array(32).fill(7), name: 'tavlan.jpg', mediaType: 'image/jpeg', size: 1234n });
    open(draft(head(1, 'Vi ritade'))).addFile(photo);
    vi.clearAllTimers();
    writes = [];
    const desk = open(draft(head(1, 'Vi ritade')));
    expect(desk.current().files).toEqual([photo]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(writes.at(-1)!.revision!.content.value).toMatchObject({ tried: 'Vi ritade', attachments: [photo] });
  });

  it('has words that were kept before files were kept with them', () => {
    keeper.keep(`draft.${idText(id(20))}`, { ...emptyReport, tried: 'Från förra versionen' });
    const photo = create(AttachmentSchema, { sha256: new Uint8Array(32).fill(7), name: 'tavlan.jpg', mediaType: 'image/jpeg', size: 1234n });
    const saved = head(1, 'Vi ritade');
    if (saved.content.case === 'report') saved.content.value.attachments.push(photo);
    expect(open(draft(saved)).current()).toMatchObject({ text: { tried: 'Från förra versionen' }, files: [photo] });
  });

  it('takes over what another device wrote while nothing is typed here', () => {
    const desk = open(draft(head(1, 'Min')));
    desk.see(draft(head(2, 'Telefonens')));
    expect(desk.current().text.tried).toBe('Telefonens');
  });

  it('never writes over words of another device: both stand side by side until they are joined', async () => {
    const desk = open(draft(head(1, 'Början')));
    desk.type({ tried: 'Datorns' });
    desk.see(draft(head(2, 'Telefonens')));
    expect(desk.current().text.tried).toBe('Datorns');
    await desk.flush();
    expect(writes[0]!.replaces).toEqual([id(1)]);
    const both = draft(head(2, 'Telefonens'), head(101, 'Datorns'));
    desk.see(both);
    expect(desk.current().versions).toHaveLength(2);
    desk.settle(desk.current().versions);
    await desk.flush();
    expect(desk.current().text.tried).toBe('Datorns\n\nTelefonens');
    expect(writes.at(-1)!.replaces).toHaveLength(2);
  });

  it('says so when the library cannot save, and keeps the words', async () => {
    const desk = open();
    refuses = true;
    desk.type({ tried: 'Kvar' });
    await desk.flush();
    expect(desk.current().error).toBeInstanceOf(Error);
    expect(kept()).toBe('Kvar');
    refuses = false;
    await desk.flush();
    expect(desk.current()).toMatchObject({ error: null, saved: 'saved' });
  });

  it('says so when nothing can be kept at all', () => {
    shelf.full = true;
    const desk = open();
    desk.type({ tried: 'Bara här' });
    expect(desk.current().saved).toBe('unsafe');
  });

  it('what is typed during a save is saved as well', async () => {
    const desk = open();
    const { write } = client;
    client.write = async (intent) => {
      client.write = write;
      desk.type({ tried: 'Ett två' });
      return write(intent);
    };
    desk.type({ tried: 'Ett' });
    await desk.flush();
    expect(writes[0]!.revision!.content.value).toMatchObject({ tried: 'Ett' });
    expect(kept()).toBe('Ett två');
    await vi.advanceTimersByTimeAsync(1000);
    expect(writes.at(-1)!.revision!.content.value).toMatchObject({ ...emptyReport, tried: 'Ett två' });
    expect(writes.at(-1)!.replaces).toEqual([id(101)]);
  });
});
