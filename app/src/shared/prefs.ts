// SPDX-License-Identifier: Apache-2.0
// What this device remembers for convenience: language, colours, what was put off. Never a text.
// When the browser keeps nothing (a private window, no room), it is as if nothing had been chosen.

const kPrefix = 'samstig.pref.';

export function readPref<T>(name: string, otherwise: T): T {
  try {
    const stored = localStorage.getItem(kPrefix + name);
    return stored === null ? otherwise : (JSON.parse(stored) as T);
  } catch {
    return otherwise;
  }
}

export function writePref(name: string, value: unknown): void {
  try {
    localStorage.setItem(kPrefix + name, JSON.stringify(value));
  } catch {
    // Then it is not remembered.
  }
}

// On signing out: those that tell of a person.
export function forgetPersonalPrefs(): void {
  for (const name of ['snoozed', 'shared', 'network', 'email', 'briefs', 'area']) {
    try {
      localStorage.removeItem(kPrefix + name);
    } catch {
      return;
    }
  }
}
