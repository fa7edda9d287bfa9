// SPDX-License-Identifier: Apache-2.0
// What tabs and the leading tab's worker say to each other: to the own worker directly, to another
// tab's through BroadcastChannels. One channel is the leader's ear; each tab has an ear of its own.
import type { SavedFile } from './export';
import type { Account, Device, SamstigError, SignedOut, StorageStatus, SyncStatus } from './api';

// Tabs of different versions do not understand each other. Raised when anything here or in
// bridge.proto changes its meaning.
export const VERSION = 2;

export const LOCK = 'samstig';
export const LEADERS_EAR = 'samstig/leader';
export const earOf = (tab: string) => `samstig/tab/${tab}`;
// What all tabs hear.
export const NEWS = 'samstig/news';

// What only the leader's TypeScript can do. All else is a Question of bridge.proto.
export interface Methods {
  requestCode(network: string, email: string): void;
  redeemCode(network: string, email: string, code: string, deviceName: string): Account;
  listDevices(): Device[];
  revokeDevice(device: Uint8Array): void;
  // Unary calls of the contract that are passed on as they are: the name of the method, its request.
  call(method: PassedOn, request: Uint8Array): Uint8Array;
  attach(bytes: Uint8Array, name: string, mediaType: string): Uint8Array;
  attachmentStatus(sha256: Uint8Array): { state: 'pending' | 'uploading' | 'there'; size: number; sent: number };
  fetchAttachment(entity: Uint8Array, sha256: Uint8Array): Uint8Array;
  syncStatus(): SyncStatus;
  nudge(): void;
  storage(): StorageStatus;
  // All that is not sent, for the page to write down: a Rescued of bridge.proto.
  exportUnsent(): { rescued: Uint8Array; files: SavedFile[] };
  signOut(confirmation: string): SignedOut;
}
export type PassedOn = 'listVersions' | 'listOwn' | 'listOpenCohorts' | 'proposeGroups' | 'previewErasure' | 'erase';

export type Ask =
  | { question: Uint8Array }
  | { method: keyof Methods; args: unknown[] };

export interface Failed {
  reason: number;
  detail: string;
}
export const failed = ({ reason, detail }: SamstigError): Failed => ({ reason, detail });

// A tab to the leader.
export type ToLeader =
  // `again`: it was asked of an earlier leader, who may have done it.
  | { kind: 'ask'; tab: string; id: number; again: boolean; ask: Ask }
  | { kind: 'hello'; tab: string; version: number };

// The leader to one tab.
export type ToTab =
  | { kind: 'leader'; leader: string; version: number }
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'failure'; id: number; failure: Failed };

// The leader to all.
export type News =
  | { kind: 'leader'; leader: string; version: number }
  | { kind: 'changed' }
  | { kind: 'judged'; outcome: Uint8Array }
  | { kind: 'status'; status: SyncStatus };

// A page to the worker that it started.
export type ToWorker =
  | { kind: 'begin'; tab: string; server: string; wasm: string }
  | { kind: 'to-leader'; message: ToLeader }
  | { kind: 'end' };

// And back: what only this page is to hear. All else comes by the channels.
export type FromWorker =
  | { kind: 'to-tab'; message: ToTab }
  | { kind: 'news'; news: News }
  // The worker has come to an end of its own; another one is to be started.
  | { kind: 'died'; failure: Failed }
  | { kind: 'ended' };
