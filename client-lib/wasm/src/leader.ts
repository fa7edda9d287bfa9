// SPDX-License-Identifier: Apache-2.0
// Leader: the client behind all tabs, in the one worker that has the database. Answers what tabs
// ask (protocol.ts), be it of the core or of the server, and tells them what is new.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';

import { SamstigError } from './api';
import type { Account, Device, SignedOut, StorageStatus, SyncStatus } from './api';
import { MemoryBlobs, OpfsBlobs, sha256Of } from './blobs';
import type { BlobFolder } from './blobs';
import { Carrier } from './carrier';
import { Core } from './core';
import { Engine, fieldsOf, nothing } from './engine';
import { asSamstigError } from './errors';
import type { SavedFile } from './export';
import { FILES, MemoryFile } from './files';
import type { File } from './files';
import { AnswerSchema, BlobSchema, FetchBlobSchema, QuestionSchema, RescuedSchema, SignedInSchema } from './gen/bridge_pb';
import type { Answer, Rescued } from './gen/bridge_pb';
import { sameId } from './ids';
import { Reason } from './messages';
import type { Attachment } from './messages';
import { openFiles, openFolder } from './opfs';
import type { Ask, Methods, News } from './protocol';
import { RAW } from './raw_calls';
import { Wire } from './wire';
import { STATES } from './words';

const calls = () => import('./server_calls');

const PROPOSAL_TIMEOUT_MS = 60_000;
// The server rewrites the files of whole networks before it answers.
const ERASURE_TIMEOUT_MS = 10 * 60_000;
// So long after the last news the log is put into the database, if it is so large: a start has to read all of it.
const CALM_MS = 5_000;
const LARGE_LOG_BYTES = 256 * 1024;
const LOG = FILES.indexOf('local-wal');

// What a tab may ask of the core; the rest is between the leader and its core.
const { field: ASKED } = QuestionSchema;
const FOR_TABS = new Set([
  ASKED.account, ASKED.write, ASKED.again, ASKED.outbox, ASKED.outcomeOf, ASKED.get, ASKED.find, ASKED.search, ASKED.isIn,
  ASKED.namedId, ASKED.audience, ASKED.unread, ASKED.notices, ASKED.html, ASKED.serverTime,
].map(({ number }) => number));

type Handlers = { [M in keyof Methods]: (...args: Parameters<Methods[M]>) => Promise<ReturnType<Methods[M]>> | ReturnType<Methods[M]> };

export class Leader {
  private core!: Core;
  private engine!: Engine;
  private carrier!: Carrier;
  private files: File[] = [];
  private blobs: BlobFolder = new MemoryBlobs();
  private folder: FileSystemDirectoryHandle | undefined;
  // Why the database could not be opened; it is left as it is, and only rescue and erasing are left.
  private refused: SamstigError | undefined;
  private told = '';
  private telling = false;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private readonly wire: Wire;

  private constructor(
    server: string, private readonly module: Promise<WebAssembly.Module>, private readonly tell: (news: News) => void,
    private readonly broken: (error: unknown) => void,
  ) {
    this.wire = new Wire(server);
  }

  // `tell`: to all tabs. `broken`: of no use any more.
  static async open(
    server: string, module: Promise<WebAssembly.Module>, tell: (news: News) => void, broken: (error: unknown) => void,
  ): Promise<Leader> {
    const leader = new Leader(server, module, tell, broken);
    // Waited for once the files are open; until then nobody shall call it unhandled.
    module.catch(() => undefined);
    leader.folder = await openFolder();
    if (leader.folder) leader.blobs = new OpfsBlobs(leader.folder);
    await leader.begin();
    return leader;
  }

  private async begin(): Promise<void> {
    this.files = await openFiles(this.folder);
    this.core = await Core.load(await this.module, surroundings(this.files));
    this.engine = new Engine(this.core, this.wire, {
      changed: () => {
        this.tell({ kind: 'changed' });
        this.carrier.wake();
        this.settleSoon();
      },
      judged: (outcome) => {
        this.tell({ kind: 'judged', outcome });
        this.carrier.wake();
      },
      asked: () => this.tellStatusSoon(),
      broken: (error) => this.broken(error),
    });
    this.carrier = new Carrier(this.engine, this.wire, this.blobs, () => this.token(), () => this.tellStatusSoon());
    const opened = this.engine.askGently({ case: 'open', value: nothing });
    this.refused = opened.reason === 0 ? undefined : new SamstigError(opened.reason, opened.detail);
    if (this.refused) return;
    this.engine.ask({ case: 'start', value: nothing });
    this.carrier.wake();
    this.settleSoon();
  }

  private settleSoon(): void {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      try {
        if (this.files[LOG]!.size() > LARGE_LOG_BYTES) this.engine.ask({ case: 'settle', value: nothing });
      } catch {
        // Closed meanwhile, or no room: the log stays as it is.
      }
    }, CALM_MS);
  }

  // The database is closed well; the files are free for the next leader.
  close(): void {
    clearTimeout(this.settling);
    this.carrier.close();
    if (!this.refused) this.engine.ask({ case: 'close', value: nothing });
    this.engine.close();
    for (const file of this.files) file.close();
  }

  // Rejects with a SamstigError.
  async answer(ask: Ask, again: boolean): Promise<unknown> {
    try {
      if ('question' in ask) return this.answerQuestion(ask.question);
      if (again && ask.method === 'redeemCode') return await this.redeemAgain(...(ask.args as Parameters<Methods['redeemCode']>));
      if (again && ask.method === 'signOut' && !this.account()) return signedOut(true);
      const handler = this.handlers[ask.method] as (...args: unknown[]) => unknown;
      if (this.refused && !['exportUnsent', 'signOut', 'syncStatus', 'storage', 'nudge'].includes(ask.method)) throw this.refused;
      return await handler(...ask.args);
    } catch (error) {
      throw asSamstigError(error);
    }
  }

  private answerQuestion(bytes: Uint8Array): Uint8Array {
    for (const number of fieldsOf(bytes)) {
      if (!FOR_TABS.has(number)) throw new SamstigError(Reason.NOT_ALLOWED, 'that is not for tabs to ask');
    }
    if (this.refused) throw this.refused;
    const answered = this.engine.askBytes(bytes);
    const fields = fieldsOf(answered);
    if (!fields.has(AnswerSchema.field.reason.number) && !fields.has(AnswerSchema.field.account.number)) return answered;
    const answer = fromBinary(AnswerSchema, answered);
    if (answer.reason !== 0) throw new SamstigError(answer.reason, answer.detail);
    // No page has a use for it.
    if (answer.account) answer.account.token = '';
    return toBinary(AnswerSchema, answer);
  }

  // ---- How things stand

  private account(): Answer['account'] {
    return this.refused ? undefined : this.engine.ask({ case: 'account', value: nothing }).account;
  }

  private token(): string {
    return this.account()?.token ?? '';
  }

  private tokenOrThrow(): string {
    const token = this.token();
    if (!token) throw new SamstigError(Reason.NOT_SIGNED_IN, 'sign in first');
    return token;
  }

  private status(): SyncStatus {
    if (this.refused) {
      const { reason, detail } = this.refused;
      return { state: 'deviceTrouble', reason, detail, waiting: 0, parked: 0, files: 0 };
    }
    const { status } = this.engine.ask({ case: 'why', value: nothing });
    if (!status) throw new SamstigError(Reason.INTERNAL, 'the core gives no status');
    return {
      state: STATES[status.state] ?? 'stopped',
      // Of words that wait the core knows why; of files that wait when all words are sent, who carries them.
      reason: status.reason || (status.files > 0 ? this.carrier.reason : 0),
      detail: status.detail,
      waiting: Number(status.waiting),
      parked: Number(status.parked),
      files: Number(status.files),
    };
  }

  private tellStatusSoon(): void {
    if (this.telling) return;
    this.telling = true;
    setTimeout(() => {
      try {
        const status = this.status();
        const text = JSON.stringify([status, this.core.full]);
        if (text !== this.told) this.tell({ kind: 'status', status });
        this.told = text;
      } catch {
        // Closed meanwhile.
      } finally {
        this.telling = false;
      }
    });
  }

  // ---- What tabs ask that the core alone cannot answer

  private readonly handlers: Handlers = {
    requestCode: async (network, email) => (await calls()).requestCode(this.wire, network, email),
    redeemCode: (network, email, code, deviceName) => this.redeem(network, email, code, deviceName),
    listDevices: async () => {
      const token = this.tokenOrThrow();
      const response = await (await calls()).listDevices(this.wire, token);
      return response.devices.map((device): Device => ({
        id: device.deviceId,
        name: device.name,
        signedInMs: Number(device.signedInMs),
        lastSeenMs: Number(device.lastSeenMs),
        current: device.current,
      }));
    },
    revokeDevice: (device) => this.revoke(device, this.tokenOrThrow()),
    call: (method, request) => {
      const never = new AbortController().signal;
      const patience = method === 'erase' ? ERASURE_TIMEOUT_MS : PROPOSAL_TIMEOUT_MS;
      return this.wire.askBytes(RAW[method], this.tokenOrThrow(), request, patience, never);
    },
    attach: (bytes, name, mediaType) => this.attach(bytes, name, mediaType),
    attachmentStatus: (sha256) => {
      const own = this.engine.ask({ case: 'ownBlobs', value: nothing }).blobs.find((blob) => sameId(blob.sha256, sha256));
      if (!own) throw new SamstigError(Reason.NOT_FOUND, 'this device attached no such file');
      return this.carrier.status(own);
    },
    fetchAttachment: (entity, sha256) => this.fetch(entity, sha256),
    syncStatus: () => this.status(),
    nudge: () => {
      if (this.refused) return;
      this.engine.nudge();
      this.carrier.nudge();
    },
    storage: async (): Promise<StorageStatus> => {
      const { full } = this.core;
      if (!this.folder) return { kind: 'memory', full };
      return { kind: (await navigator.storage.persisted()) ? 'persistent' : 'bestEffort', full };
    },
    exportUnsent: () => this.export(),
    signOut: (confirmation) => this.signOut(confirmation),
  };

  // ---- Account

  private async redeem(network: string, email: string, code: string, deviceName: string): Promise<Account> {
    const before = this.account();
    if (before && before.network !== network) {
      throw new SamstigError(Reason.ALREADY_EXISTS, 'somebody of another network is signed in');
    }
    const response = await (await calls()).redeemCode(this.wire, { network, email, code, deviceName, deviceId: before?.device });
    const { personId: person, deviceId: device, token } = response;
    try {
      this.engine.ask({ case: 'signedIn', value: create(SignedInSchema, { network, person, device, token }) });
    } catch (error) {
      // A token that nobody is going to use.
      if (!before || !sameId(before.device, device)) await this.revoke(device, token).catch(() => undefined);
      throw error;
    }
    this.carrier.nudge();
    return { network, person, device };
  }

  // A code works once, and the leader before may have used it.
  private async redeemAgain(network: string, email: string, code: string, deviceName: string): Promise<Account> {
    try {
      return await this.redeem(network, email, code, deviceName);
    } catch (error) {
      const account = this.account();
      const isIn = account?.token && account.network === network;
      if (asSamstigError(error).reason !== Reason.WRONG_CODE || !isIn) throw error;
      return { network, person: account.person, device: account.device };
    }
  }

  private async revoke(device: Uint8Array, token: string): Promise<void> {
    await (await calls()).revokeDevice(this.wire, token, device);
  }

  // ---- Attachments

  private async attach(bytes: Uint8Array, name: string, mediaType: string): Promise<Uint8Array> {
    const sha256 = await sha256Of(bytes);
    const blob = create(BlobSchema, { sha256, size: BigInt(bytes.length), name, mediaType });
    // Refused before anything is stored.
    this.engine.ask({ case: 'checkBlob', value: blob });
    await this.blobs.keep(sha256, bytes);
    const attachment = this.engine.ask({ case: 'keepBlob', value: blob }).bytes;
    this.carrier.wake();
    return attachment;
  }

  private async fetch(entity: Uint8Array, sha256: Uint8Array): Promise<Uint8Array> {
    const asked = create(FetchBlobSchema, { entity, sha256 });
    const named = (await calls()).attachmentIn(this.engine.ask({ case: 'fetchingBlob', value: asked }).bytes);
    let bytes = await this.blobs.read(sha256, Number(named.size));
    if (!bytes || !sameId(await sha256Of(bytes), sha256)) {
      bytes = await this.download(entity, named);
      await this.blobs.keep(sha256, bytes);
    }
    // Whoever lost the right meanwhile gets nothing; the file goes with the entity.
    if (this.engine.ask({ case: 'mayHaveBlob', value: asked }).yes) return bytes;
    throw new SamstigError(Reason.NOT_FOUND, 'the right to it ended meanwhile');
  }

  private async download(entity: Uint8Array, named: Attachment): Promise<Uint8Array> {
    const bytes = new Uint8Array(Number(named.size));
    let at = 0;
    for await (const data of (await calls()).getBlob(this.wire, this.tokenOrThrow(), named.sha256, entity)) {
      if (at + data.length > bytes.length) break;
      bytes.set(data, at);
      at += data.length;
    }
    if (at === bytes.length && sameId(await sha256Of(bytes), named.sha256)) return bytes;
    throw new SamstigError(Reason.BAD_HASH, 'the server gives other bytes than were named');
  }

  // ---- Leaving

  private async export(): Promise<ReturnType<Methods['exportUnsent']>> {
    const rescued = await this.rescue();
    const files: SavedFile[] = [];
    for (const { sha256, name } of rescued.blobs) {
      files.push({ sha256, name, bytes: await this.blobs.readAny(sha256) });
    }
    return { rescued: toBinary(RescuedSchema, rescued), files };
  }

  private async rescue(): Promise<Rescued> {
    let answer: Answer;
    if (!this.refused) {
      answer = this.engine.ask({ case: 'rescue', value: nothing });
    } else {
      // In a copy: what is damaged or newer is not to be changed.
      const copies = this.files.map((file) => {
        const bytes = new Uint8Array(file.size());
        file.read(bytes, 0);
        return new MemoryFile(bytes);
      });
      const looker = await Core.load(await this.module, surroundings(copies));
      answer = looker.ask({ case: 'rescue', value: nothing });
      if (answer.reason !== 0) throw new SamstigError(answer.reason, answer.detail);
    }
    if (!answer.rescued) throw new SamstigError(Reason.INTERNAL, 'the core rescues nothing');
    return answer.rescued;
  }

  private async signOut(confirmation: string): Promise<SignedOut> {
    const account = this.account();
    if (!account && !this.refused) throw new SamstigError(Reason.NOT_SIGNED_IN, 'nobody is signed in');
    const lost = await this.whatWouldBeLost();
    if (lost.confirmation && lost.confirmation !== confirmation) return { ...signedOut(false), ...lost };
    await this.eraseAll();
    const revoked = account !== undefined && (await this.revoke(account.device, account.token).then(() => true, () => false));
    return { ...signedOut(true), revoked };
  }

  private async whatWouldBeLost() {
    if (!this.refused) {
      const { leaving } = this.engine.ask({ case: 'leaving', value: nothing });
      if (!leaving) throw new SamstigError(Reason.INTERNAL, 'the core does not say what would be lost');
      const { waiting, parked, attachments, confirmation } = leaving;
      return { waiting: Number(waiting), parked: Number(parked), attachments: Number(attachments), confirmation };
    }
    // Of a database that cannot be read nobody knows what is in it: always asked.
    const rescued = await this.rescue().catch(() => undefined);
    const parked = rescued?.writes.filter((write) => write.parked).length ?? 0;
    const writes = rescued?.writes.length ?? 0;
    return { waiting: writes - parked, parked, attachments: rescued?.blobs.length ?? 0, confirmation: `unreadable-${writes}` };
  }

  private async eraseAll(): Promise<void> {
    clearTimeout(this.settling);
    this.carrier.close();
    if (!this.refused) this.engine.ask({ case: 'close', value: nothing });
    this.engine.close();
    // The log first: a database without it is older, a log without its database is nothing.
    for (const file of [...this.files].reverse()) {
      file.truncate(0);
      file.sync();
      file.close();
    }
    await this.blobs.erase();
    await this.begin();
    this.tell({ kind: 'changed' });
    this.tellStatusSoon();
  }
}

function signedOut(done: boolean): SignedOut {
  return { signedOut: done, revoked: false, waiting: 0, parked: 0, attachments: 0, confirmation: '' };
}

function surroundings(files: File[]) {
  return { files, nowMs: () => Date.now(), random: (bytes: Uint8Array) => void crypto.getRandomValues(bytes) };
}
