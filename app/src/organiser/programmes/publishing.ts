// SPDX-License-Identifier: Apache-2.0
// Publishing changes of a programme. Every change raises its version, so that who reads version 2 anywhere
// reads the same. What cohorts were given already stays as it was.
import type { Intent, Samstig } from '@samstig/client';
import { clone, create, type Programme, ProgrammeSchema, PublishProgrammeSchema, PublishThemeSchema, type Theme } from '@samstig/client/messages';
import type { Of } from '../../shared/copy';

export function nextVersion(programme: Of<'programme'>, change: (next: Programme) => void = () => undefined): Intent {
  const next = clone(ProgrammeSchema, programme.body);
  next.version += 1;
  change(next);
  return { case: 'publishProgramme', value: create(PublishProgrammeSchema, { id: programme.id, programme: next }) };
}

export async function themeIntent(client: Samstig, programme: Of<'programme'>, theme: Theme): Promise<Intent> {
  const id = await client.namedId('theme', programme.body.code, theme.code);
  return { case: 'publishTheme', value: create(PublishThemeSchema, { id, theme }) };
}

// "Pröva er egen tjänst" becomes "prova-er-egen-tjanst"; with a number when that is taken.
export function codeFor(title: string, taken: string[]): string {
  const plain = title.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[øØ]/g, 'o').replace(/[æÆ]/g, 'ae').toLowerCase()
    .replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 56).replace(/-+$/, '');
  const base = plain.length >= 3 ? plain : `${plain || 'x'}-ny`.padEnd(3, '0');
  if (!taken.includes(base)) return base;
  for (let number = 2; ; ++number) if (!taken.includes(`${base}-${number}`)) return `${base}-${number}`;
}
