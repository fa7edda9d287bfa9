// SPDX-License-Identifier: Apache-2.0
// The parts of signing in that think: what a link carries, what a code looks like, what to call a device.

export interface Invitation {
  network: string;
  email: string;
  code: string;
}

// "#network=…&email=…&code=…". It is in the fragment, so that no server and no log ever sees it.
export function invitationIn(hash: string): Invitation | null {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const found = { network: fields.get('network') ?? '', email: fields.get('email') ?? '', code: digits(fields.get('code') ?? '') };
  return found.network || found.email || found.code ? found : null;
}

// People write codes with spaces and dashes in them, and paste half a sentence with one in it.
export function digits(text: string): string {
  return text.replace(/\D/g, '').slice(0, 8);
}

export const kCodeLength = 8;

export function looksLikeEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
}

// "Firefox, Android". For the list of devices; a person may know it again by that.
export function deviceName(userAgent: string): string {
  const browsers: [RegExp, string][] = [[/Edg\//, 'Edge'], [/OPR\//, 'Opera'], [/SamsungBrowser/, 'Samsung Internet'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari']];
  const systems: [RegExp, string][] = [[/Android/, 'Android'], [/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Windows/, 'Windows'], [/Mac OS X/, 'Mac'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux']];
  const first = (list: [RegExp, string][]) => list.find(([sign]) => sign.test(userAgent))?.[1];
  return [first(browsers) ?? 'Samstig', first(systems)].filter(Boolean).join(', ');
}
