// SPDX-License-Identifier: Apache-2.0
// Samstig's client library in a browser: the public face. Underneath is the C++ core that the native
// library has, compiled to WebAssembly, in a dedicated worker with its database on OPFS; what things
// mean is in client-lib/include/samstig/client.h.
//
//   const client = await openSamstig({ worker: () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }) });
//   await client.requestCode('ledarstig', 'anna@pargas.example');
//   await client.redeemCode('ledarstig', 'anna@pargas.example', code, 'Annas telefon');
//   const write = await client.write({ case: 'writePost', value: create(WritePostSchema, { id: client.newId(), … }) });
//   // Here it is on this device's disk. What the server says of it comes later, maybe days later:
//   const verdict = await write.verdict;
//
// Messages are protobuf-es messages of proto/samstig/v1. Ids are their 16 bytes; `idText` gives the
// UUID for a URL or a key of a map.
//
// Tabs: one tab of the browser leads (Web Lock): its worker has the database and the one stream to
// the server. The others go through it and see the same; when the leading tab is closed or crashes,
// another one takes over, and what was asked of the old one and not answered is asked again. A
// write that was asked for is never done twice.
//
// Errors: every method may reject with a SamstigError, whose `reason` is one of
// proto/samstig/v1/reason.proto; `detail` is English, for developers, and never holds what a person wrote.
import type { Attachment, Entity, Mutation, Reason } from './messages';
import type { AudienceSeen, EraseRequest, EraseResponse, OpenCohort, PreviewErasureResponse, ProposeGroupsRequest, ProposeGroupsResponse } from './messages';

export type Id = Uint8Array;
// What a person wants: the oneof `intent` of samstig.v1.Mutation, with a case set.
export type Intent = Exclude<Mutation['intent'], { case: undefined }>;

export interface Account {
  network: string;
  person: Id;
  device: Id;
}

export interface Device {
  id: Id;
  name: string;
  signedInMs: number;
  lastSeenMs: number;
  current: boolean;
}

// An entity as it is to be shown; `pending` says that some of it is a write of this device that the
// server has not judged.
export interface Shown {
  entity: Entity;
  pending: boolean;
}

export interface Write {
  // Its number on this device.
  readonly number: bigint;
  // The server's verdict, whenever it comes. Never rejects; stays open for ever when this page goes first
  // (the outbox and the Parked entities tell the same then).
  readonly verdict: Promise<Verdict>;
}
export interface Verdict {
  // False: parked, with the reason; the text is kept, see `find('parkedItems')`.
  applied: boolean;
  reason: Reason;
  detail: string;
}

export interface OutboxItem {
  number: bigint;
  mutation: Mutation;
  state: 'waiting' | 'parked';
  // Why it is parked, or why the last try to send it failed; 0 for none.
  reason: Reason;
  detail: string;
}

// Parts of a text, in order; those that matched are marked. Nothing in them is HTML.
export interface SearchHit {
  id: Id;
  snippet: { text: string; match: boolean }[];
  pending: boolean;
}

// domain/rules/keys.h. Those with an owner: what it is stands there.
export type KeyName =
  | 'municipalities' | 'persons' | 'programmes' | 'cohorts' | 'parkedItems' | 'membershipsOfPerson'
  | 'membershipsAt' | 'themesOfProgramme' | 'seatsOfCohort' | 'enrolmentsOfPerson' | 'enrolmentsOfCohort'
  | 'assignmentsOfCohort' | 'attemptsAtWork' | 'submissionsTo' | 'feedbackOn' | 'threadsOfCohort'
  | 'postsOfThread' | 'reactionsTo' | 'groupsOfCohort' | 'flagsOn' | 'flagsInThread'
  | 'scheduledAssignments' | 'publishedInHour' | 'announcementsOfCohort' | 'enrolmentsOfSeat' | 'tools' | 'teams'
  | 'disclosuresOfPerson' | 'erasures' | 'guests' | 'guestsUntilHour';

// Why not everything is sent and up to date (SyncState in client-lib/core/types.h), and two of the
// browser: another tab is taking over, and the disk cannot be trusted.
export interface SyncStatus {
  state: 'upToDate' | 'syncing' | 'offline' | 'signedOut' | 'stopped' | 'serverRefuses' | 'deviceTrouble';
  reason: Reason;
  detail: string;
  waiting: number;
  parked: number;
  // Attachments of this device that the server does not hold yet.
  files: number;
}

export interface StorageStatus {
  // 'memory': no OPFS here (a private window): nothing outlives this page. 'bestEffort': the browser may
  // clear it when the disk is short; 'persistent': it will not.
  kind: 'persistent' | 'bestEffort' | 'memory';
  // The last write to the disk failed for want of room, and none has succeeded since.
  full: boolean;
}

// Who will be able to read, counted by the rule that the server enforces (domain/rules/audience.h).
export interface Audience {
  people: Id[];
  municipalities: Id[];
  ownHr: Id[];
  lineOfCommand: Id[];
  // To be handed in as WritePost.audience, so that it is refused when more can read by then.
  seen: AudienceSeen;
}

export interface Unread {
  posts: number;
  mentions: number;
}

// A thread at a glance, without its posts.
export interface Talk {
  posts: number;
  // When the newest was made; 0 without one that the server has.
  lastMs: number;
  unread: Unread;
}

// domain/rules/notices.h.
export interface Notice {
  kind: number;  // samstig.v1.NoticeKind
  why: 'mentionsYou' | 'answersYou' | 'youWatchWhatYouStarted' | 'youWatch' | 'yourWork' | 'yourCohort'
    | 'yourGroup' | 'forYou' | 'notDone' | 'nudged' | 'youCoach' | 'goesSoon';
  place: Id;
  who: Id | null;
  atMs: number;
}

export interface SignedOut {
  signedOut: boolean;
  revoked: boolean;
  // If not signed out: what would be lost, and what to hand in to lose it.
  waiting: number;
  parked: number;
  attachments: number;
  confirmation: string;
}

export interface Samstig {
  // ---- Account. requestCode, redeemCode, listDevices and revokeDevice need the network.
  account(): Promise<Account | null>;
  requestCode(network: string, email: string): Promise<void>;
  redeemCode(network: string, email: string, code: string, deviceName: string): Promise<Account>;
  listDevices(): Promise<Device[]>;
  revokeDevice(device: Id): Promise<void>;

  // ---- Writing. Works offline.
  newId(): Id;
  // Resolves when it is on this device's disk; rejects with the rule's reason when the rules refuse it.
  write(intent: Intent, options?: { dependsOn?: bigint[] }): Promise<Write>;
  writeInstead(parked: Id, intent: Intent): Promise<Write>;
  // What a parked item holds, to be changed and written instead.
  again(parked: Id): Promise<Intent>;
  outbox(): Promise<OutboxItem[]>;
  // On this device's disk when it resolves; to be named in a post or a report.
  attach(bytes: Uint8Array, name: string, mediaType: string): Promise<Attachment>;
  attachmentStatus(attachment: Attachment): Promise<{ state: 'pending' | 'uploading' | 'there'; size: number; sent: number }>;
  // Exactly the bytes that the entity's attachment names, from this disk or else the server.
  fetchAttachment(entity: Id, attachment: Attachment): Promise<Uint8Array>;

  // ---- Reading. Works offline; each answer is the state at one checkpoint with the own writes on it.
  get(id: Id): Promise<Shown | null>;
  find(key: KeyName, owner?: Id): Promise<Shown[]>;
  // Runs `query` now and after every change, and tells what came out if it differs (by JSON of the
  // messages) from the last. Ends with the returned function.
  live<T>(query: (client: Samstig) => Promise<T>, tell: (value: T) => void, fail?: (error: SamstigError) => void): () => void;
  // After anything that may be shown has changed; changes close together come as one call.
  observe(changed: () => void): () => void;
  search(words: string, limit: number): Promise<SearchHit[]>;
  // Whether this copy holds the entity because it is in the scope ("c/<uuid>", domain/rules/scope.h).
  isIn(id: Id, scope: string): Promise<boolean>;
  listVersions(id: Id): Promise<Entity[]>;            // Needs the network.
  listOwn(): Promise<{ versions: Entity[] }[]>;       // Needs the network.
  listOpenCohorts(): Promise<OpenCohort[]>;           // Needs the network.
  proposeGroups(request: ProposeGroupsRequest): Promise<ProposeGroupsResponse>;  // Needs the network.

  // ---- The rule-book, on what this device holds.
  // The ids that two writers must arrive at alike (domain/rules/names.h).
  workId(assignment: Id): Promise<Id>;
  namedId(kind: 'municipality' | 'programme' | 'theme' | 'seat' | 'dataTerms' | 'termsAcceptance' | 'enrolment' | 'work'
    | 'readMark' | 'reaction' | 'subscription' | 'flag' | 'nudge' | 'noticeSettings' | 'place' | 'retention' | 'end',
    ...of: (Id | string)[]): Promise<Id>;
  audienceOf(thread: Id): Promise<Audience>;
  unreadIn(thread: Id): Promise<Unread>;
  talkIn(thread: Id): Promise<Talk>;
  notices(sinceMs: number): Promise<Notice[]>;
  // Markdown as harmless HTML.
  html(markdown: string): Promise<string>;
  // The server's time as far as this device knows.
  serverTimeMs(): Promise<number>;

  // ---- Synchronising: goes on by itself while the page is there.
  syncStatus(): Promise<SyncStatus>;
  observeSync(tell: (status: SyncStatus) => void): () => void;
  nudge(): void;
  storage(): Promise<StorageStatus>;
  // Asks the browser to keep the data; best from a click, after installing.
  requestPersistence(): Promise<StorageStatus>;

  // ---- Leaving.
  // What there is of this person in all networks of the server that know the address. Needs the network.
  previewErasure(): Promise<PreviewErasureResponse>;
  // Erases the person for good, with a code from the mail (requestCode). Needs the network. The copy on this device
  // stays until signOut.
  erase(request: EraseRequest): Promise<EraseResponse>;
  // All unsent and parked work, as JSON that people can read, with the exact bytes.
  exportUnsent(): Promise<Blob>;
  signOut(confirmation?: string): Promise<SignedOut>;
  // This page's part in it ends; another tab may lead.
  close(): Promise<void>;
}

export class SamstigError extends Error {
  constructor(readonly reason: Reason, readonly detail: string) {
    super(detail);
    this.name = 'SamstigError';
  }
}
