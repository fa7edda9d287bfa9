// SPDX-License-Identifier: Apache-2.0
// The face (api.ts) on a page: questions to the leader, and what is kept here of its news.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { MessageInitShape } from '@bufbuild/protobuf';

import { SamstigError } from './api';
import type {
  Account, Audience, Device, Id, Intent, KeyName, Notice, OutboxItem, Samstig, SearchHit, Shown, SignedOut,
  StorageStatus, SyncStatus, Talk, Unread, Verdict, Write,
} from './api';
import { exportText } from './export';
import { AnswerSchema, QuestionSchema, RescuedSchema } from './gen/bridge_pb';
import type { Answer, Question } from './gen/bridge_pb';
import type { Begun } from './begin';
import { IdSource } from './ids';
import { KEYS, WHY } from './words';
import {
  AttachmentSchema, AudienceSeenSchema, EntitySchema, EraseRequestSchema, EraseResponseSchema, ListOpenCohortsRequestSchema, ListOpenCohortsResponseSchema,
  ListOwnRequestSchema, ListOwnResponseSchema, ListVersionsRequestSchema, ListVersionsResponseSchema, MutationSchema,
  OutcomeKind, OutcomeSchema, PreviewErasureRequestSchema, PreviewErasureResponseSchema, ProposeGroupsRequestSchema, ProposeGroupsResponseSchema, Reason,
} from './messages';
import type {
  Attachment, Entity, EraseRequest, EraseResponse, OpenCohort, OwnEntity, PreviewErasureResponse, ProposeGroupsRequest, ProposeGroupsResponse,
} from './messages';
import type { Methods, News, PassedOn } from './protocol';
import { Live } from './live';
import { partsOf } from './snippet';
import { Tab } from './tab';

export interface Options {
  // Makes the worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }).
  worker: () => Worker;
  // Where samstig.wasm is; `/samstig.wasm` of this page's origin when it is left out.
  wasm?: string;
  // The server's origin; this page's when it is left out.
  server?: string;
  // The first worker, when `beginWorker` (@samstig/client/begin) has started it already, with the same `wasm` and `server`.
  begun?: Begun;
}

// Resolves at once; what is asked of it is answered when a leader is there.
export async function openSamstig(options: Options): Promise<Samstig> {
  return new Client(options);
}

// Verdicts that come before the answer that names their write.
const VERDICTS_KEPT = 1_000;

const nothing = { $typeName: 'samstig.bridge.Nothing' as const };

class Client implements Samstig {
  private readonly tab: Tab;
  private readonly ids = new IdSource();
  private readonly observers = new Set<() => void>();
  private readonly syncObservers = new Set<(status: SyncStatus) => void>();
  private readonly undecided = new Map<bigint, (verdict: Verdict) => void>();
  private readonly verdicts = new Map<bigint, Verdict>();
  private telling: ReturnType<typeof setTimeout> | undefined;
  private readonly stopListening = new AbortController();

  constructor(options: Options) {
    this.tab = new Tab({
      worker: options.worker,
      begun: options.begun,
      server: options.server ?? '',
      wasm: options.wasm ?? new URL('/samstig.wasm', globalThis.location.href).href,
      heard: (news) => this.hear(news),
      ledAnew: () => this.catchUp(),
    });
    const { signal } = this.stopListening;
    globalThis.addEventListener?.('online', () => this.nudge(), { signal });
    globalThis.document?.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.nudge();
    }, { signal });
  }

  // ---- Account

  async account(): Promise<Account | null> {
    const { account } = await this.ask({ case: 'account', value: nothing });
    return account ? { network: account.network, person: account.person, device: account.device } : null;
  }
  requestCode(network: string, email: string): Promise<void> {
    return this.call('requestCode', network, email);
  }
  redeemCode(network: string, email: string, code: string, deviceName: string): Promise<Account> {
    return this.call('redeemCode', network, email, code, deviceName);
  }
  listDevices(): Promise<Device[]> {
    return this.call('listDevices');
  }
  revokeDevice(device: Id): Promise<void> {
    return this.call('revokeDevice', device);
  }

  // ---- Writing

  newId(): Id {
    return this.ids.next();
  }

  write(intent: Intent, options: { dependsOn?: bigint[] } = {}): Promise<Write> {
    return this.writeOne(intent, options.dependsOn ?? [], new Uint8Array());
  }
  writeInstead(parked: Id, intent: Intent): Promise<Write> {
    return this.writeOne(intent, [], parked);
  }

  private async writeOne(intent: Intent, dependsOn: bigint[], instead: Uint8Array): Promise<Write> {
    const mutation = toBinary(MutationSchema, create(MutationSchema, { intent, dependsOn } as MessageInitShape<typeof MutationSchema>));
    const request = crypto.getRandomValues(new Uint8Array(16));
    const { number } = await this.ask({ case: 'write', value: { $typeName: 'samstig.bridge.Write', mutation, instead, request } });
    return { number, verdict: this.verdictOn(number) };
  }

  private verdictOn(number: bigint): Promise<Verdict> {
    const known = this.verdicts.get(number);
    if (known) return Promise.resolve(known);
    return new Promise((resolve) => this.undecided.set(number, resolve));
  }

  async again(parked: Id): Promise<Intent> {
    const { bytes } = await this.ask({ case: 'again', value: parked });
    return fromBinary(MutationSchema, bytes).intent as Intent;
  }

  async outbox(): Promise<OutboxItem[]> {
    const { outbox } = await this.ask({ case: 'outbox', value: nothing });
    return outbox.map((item): OutboxItem => ({
      number: item.number,
      mutation: fromBinary(MutationSchema, item.mutation),
      state: item.parked ? 'parked' : 'waiting',
      reason: item.reason,
      detail: item.detail,
    }));
  }

  async attach(bytes: Uint8Array, name: string, mediaType: string): Promise<Attachment> {
    return fromBinary(AttachmentSchema, await this.call('attach', bytes, name, mediaType));
  }
  attachmentStatus(attachment: Attachment): Promise<{ state: 'pending' | 'uploading' | 'there'; size: number; sent: number }> {
    return this.call('attachmentStatus', attachment.sha256);
  }
  fetchAttachment(entity: Id, attachment: Attachment): Promise<Uint8Array> {
    return this.call('fetchAttachment', entity, attachment.sha256);
  }

  // ---- Reading

  async get(id: Id): Promise<Shown | null> {
    const { shown } = await this.ask({ case: 'get', value: id });
    return shown[0] ? shownFrom(shown[0]) : null;
  }
  async find(key: KeyName, owner: Id = new Uint8Array()): Promise<Shown[]> {
    const { shown } = await this.ask({ case: 'find', value: { $typeName: 'samstig.bridge.Find', key: KEYS[key], owner } });
    return shown.map(shownFrom);
  }

  live<T>(query: (client: Samstig) => Promise<T>, tell: (value: T) => void, fail?: (error: SamstigError) => void): () => void {
    const live = new Live(() => query(this), tell, fail);
    const stop = this.observe(() => live.refresh());
    live.refresh();
    return () => {
      stop();
      live.end();
    };
  }

  observe(changed: () => void): () => void {
    const observer = () => changed();
    this.observers.add(observer);
    return () => void this.observers.delete(observer);
  }

  async search(words: string, limit: number): Promise<SearchHit[]> {
    const { hits } = await this.ask({ case: 'search', value: { $typeName: 'samstig.bridge.Search', words, limit } });
    return hits.map(({ id, snippet, pending }): SearchHit => ({ id, snippet: partsOf(snippet), pending }));
  }

  async isIn(id: Id, scope: string): Promise<boolean> {
    return (await this.ask({ case: 'isIn', value: { $typeName: 'samstig.bridge.IsIn', id, scope } })).yes;
  }

  async listVersions(id: Id): Promise<Entity[]> {
    const versions: Entity[] = [];
    const request = create(ListVersionsRequestSchema, { entityId: id });
    do {
      const response = fromBinary(ListVersionsResponseSchema, await this.passOn('listVersions', toBinary(ListVersionsRequestSchema, request)));
      if (response.entities.length === 0 && response.nextPageToken) throw new SamstigError(Reason.INTERNAL, "the server's pages of versions do not end");
      versions.push(...response.entities.map((bytes) => fromBinary(EntitySchema, bytes)));
      request.pageToken = response.nextPageToken;
    } while (request.pageToken);
    return versions;
  }

  async listOwn(): Promise<{ versions: Entity[] }[]> {
    const own: { versions: Entity[] }[] = [];
    const request = create(ListOwnRequestSchema);
    do {
      const response = fromBinary(ListOwnResponseSchema, await this.passOn('listOwn', toBinary(ListOwnRequestSchema, request)));
      if (request.pageToken && response.nextPageToken === request.pageToken) throw new SamstigError(Reason.INTERNAL, "the server's pages of one's own do not end");
      for (const thing of response.own) own.push(await this.ownThing(thing));
      request.pageToken = response.nextPageToken;
    } while (request.pageToken);
    return own;
  }

  private async ownThing({ versions, more }: OwnEntity): Promise<{ versions: Entity[] }> {
    const parsed = versions.map((bytes) => fromBinary(EntitySchema, bytes));
    const last = parsed.at(-1);
    if (!last) throw new SamstigError(Reason.INTERNAL, "something in the server's answer has no version");
    return { versions: more ? await this.listVersions(last.id) : parsed };
  }

  async listOpenCohorts(): Promise<OpenCohort[]> {
    const request = create(ListOpenCohortsRequestSchema);
    const response = await this.passOn('listOpenCohorts', toBinary(ListOpenCohortsRequestSchema, request));
    return fromBinary(ListOpenCohortsResponseSchema, response).cohorts;
  }
  async proposeGroups(request: ProposeGroupsRequest): Promise<ProposeGroupsResponse> {
    return fromBinary(ProposeGroupsResponseSchema, await this.passOn('proposeGroups', toBinary(ProposeGroupsRequestSchema, request)));
  }

  // ---- The rule-book

  workId(assignment: Id): Promise<Id> {
    return this.namedId('work', assignment);
  }
  async namedId(kind: string, ...of: (Id | string)[]): Promise<Id> {
    const parts = of.map((part) => (typeof part === 'string' ? new TextEncoder().encode(part) : part));
    return (await this.ask({ case: 'namedId', value: { $typeName: 'samstig.bridge.NamedId', kind, of: parts } })).bytes;
  }
  async audienceOf(thread: Id): Promise<Audience> {
    const { audience } = await this.ask({ case: 'audience', value: thread });
    if (!audience) throw new SamstigError(Reason.INTERNAL, 'the core gives no audience');
    const { people, municipalities, ownHr, lineOfCommand, seen } = audience;
    return { people, municipalities, ownHr, lineOfCommand, seen: fromBinary(AudienceSeenSchema, seen) };
  }
  async unreadIn(thread: Id): Promise<Unread> {
    return (await this.talkIn(thread)).unread;
  }
  async talkIn(thread: Id): Promise<Talk> {
    const { unread } = await this.ask({ case: 'unread', value: thread });
    return {
      posts: Number(unread?.all ?? 0), lastMs: Number(unread?.lastMs ?? 0),
      unread: { posts: Number(unread?.posts ?? 0), mentions: Number(unread?.mentions ?? 0) },
    };
  }
  async notices(sinceMs: number): Promise<Notice[]> {
    const { notices } = await this.ask({ case: 'notices', value: BigInt(Math.floor(sinceMs)) });
    return notices.map(({ kind, why, place, who, atMs }): Notice => {
      const words = WHY[why];
      if (!words) throw new SamstigError(Reason.INTERNAL, 'a notice has no reason');
      return { kind, why: words, place, who: who.length ? who : null, atMs: Number(atMs) };
    });
  }
  async html(markdown: string): Promise<string> {
    return new TextDecoder().decode((await this.ask({ case: 'html', value: markdown })).bytes);
  }
  async serverTimeMs(): Promise<number> {
    return Number((await this.ask({ case: 'serverTime', value: nothing })).number);
  }

  // ---- Synchronising

  syncStatus(): Promise<SyncStatus> {
    return this.call('syncStatus');
  }
  observeSync(tell: (status: SyncStatus) => void): () => void {
    const observer = (status: SyncStatus) => tell(status);
    this.syncObservers.add(observer);
    // What goes wrong now stands in the next status.
    this.syncStatus().then((status) => this.syncObservers.has(observer) && tell(status), () => undefined);
    return () => void this.syncObservers.delete(observer);
  }
  nudge(): void {
    this.call('nudge').catch(() => undefined);
  }
  storage(): Promise<StorageStatus> {
    return this.call('storage');
  }
  async requestPersistence(): Promise<StorageStatus> {
    await navigator.storage?.persist?.();
    return this.storage();
  }

  // ---- Leaving

  async previewErasure(): Promise<PreviewErasureResponse> {
    const request = toBinary(PreviewErasureRequestSchema, create(PreviewErasureRequestSchema));
    return fromBinary(PreviewErasureResponseSchema, await this.passOn('previewErasure', request));
  }
  async erase(request: EraseRequest): Promise<EraseResponse> {
    return fromBinary(EraseResponseSchema, await this.passOn('erase', toBinary(EraseRequestSchema, request)));
  }
  async exportUnsent(): Promise<Blob> {
    const { rescued, files } = await this.call('exportUnsent');
    return new Blob([exportText(fromBinary(RescuedSchema, rescued), files)], { type: 'application/json' });
  }
  signOut(confirmation = ''): Promise<SignedOut> {
    return this.call('signOut', confirmation);
  }
  close(): Promise<void> {
    clearTimeout(this.telling);
    this.stopListening.abort();
    return this.tab.close();
  }

  // ---- The line

  private async ask(what: Question['what']): Promise<Answer> {
    const question = toBinary(QuestionSchema, create(QuestionSchema, { what } as MessageInitShape<typeof QuestionSchema>));
    return fromBinary(AnswerSchema, (await this.tab.ask({ question })) as Uint8Array);
  }
  private call<M extends keyof Methods>(method: M, ...args: Parameters<Methods[M]>): Promise<ReturnType<Methods[M]>> {
    return this.tab.ask({ method, args }) as Promise<ReturnType<Methods[M]>>;
  }
  private passOn(method: PassedOn, request: Uint8Array): Promise<Uint8Array> {
    return this.call('call', method, request);
  }

  private hear(news: Exclude<News, { kind: 'leader' }>): void {
    switch (news.kind) {
      case 'changed':
        return this.tellChanged();
      case 'judged':
        return this.judge(news.outcome);
      case 'status':
        for (const tell of this.syncObservers) tell(news.status);
    }
  }

  private tellChanged(): void {
    if (this.telling) return;
    this.telling = setTimeout(() => {
      this.telling = undefined;
      for (const observer of [...this.observers]) observer();
    });
  }

  private judge(bytes: Uint8Array): void {
    const outcome = fromBinary(OutcomeSchema, bytes);
    const applied = outcome.kind !== OutcomeKind.PARKED;
    const verdict: Verdict = { applied, reason: outcome.reason, detail: outcome.detail };
    this.verdicts.set(outcome.number, verdict);
    const [oldest] = this.verdicts.keys();
    if (this.verdicts.size > VERDICTS_KEPT && oldest !== undefined) this.verdicts.delete(oldest);
    this.undecided.get(outcome.number)?.(verdict);
    this.undecided.delete(outcome.number);
  }

  // News may have been told while nobody led.
  private catchUp(): void {
    this.tellChanged();
    this.syncStatus().then((status) => {
      for (const tell of this.syncObservers) tell(status);
    }, () => undefined);
    for (const number of this.undecided.keys()) {
      this.ask({ case: 'outcomeOf', value: number }).then(({ bytes }) => bytes.length && this.judge(bytes), () => undefined);
    }
  }
}

function shownFrom({ entity, pending }: { entity: Uint8Array; pending: boolean }): Shown {
  return { entity: fromBinary(EntitySchema, entity), pending };
}
