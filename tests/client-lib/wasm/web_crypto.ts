// SPDX-License-Identifier: Apache-2.0
// What each browser has and node 18, Debian 12's own, keeps in a module. Imported before what uses it.
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto as Crypto;
