// SPDX-License-Identifier: Apache-2.0
// Dates as Intl writes them. Its tables of a language take a browser tens of milliseconds to read at the first date of a
// start, and nearly all dates of a start were also those of the last one: they are remembered on the device.
import { readPref, writePref } from './prefs';

const kStyles = {
  // "torsdag 3 december"
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  // "tors 3 dec."
  shortDay: { weekday: 'short', day: 'numeric', month: 'short' },
  // "3 december 2026"
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
  moment: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  near: { day: 'numeric', month: 'short' },
  nearInAnotherYear: { day: 'numeric', month: 'short', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type DateStyle = keyof typeof kStyles;

// As many as a few screens show.
const kRemembered = 120;
const kPref = 'dates';

interface Remembered {
  // Another browser, or a newer one, may write otherwise.
  by: string;
  // The longest ago shown first.
  texts: [key: string, text: string][];
}

export class Dates {
  private readonly by: string;
  private readonly texts: Map<string, string>;
  private readonly formats = new Map<string, Intl.DateTimeFormat>();
  private relatives: Intl.RelativeTimeFormat | undefined;
  private isKeeping = false;

  constructor(private readonly language: string) {
    this.by = `${language} ${globalThis.navigator?.userAgent ?? ''}`;
    const kept = readPref<Remembered | null>(kPref, null);
    this.texts = new Map(kept?.by === this.by ? kept.texts : []);
  }

  format(style: DateStyle, ms: number): string {
    const at = new Date(ms);
    // What the text depends on, and so neither the zone nor the second.
    const day = `${at.getFullYear()}-${at.getMonth()}-${at.getDate()}`;
    const key = 'hour' in kStyles[style] ? `${style} ${day} ${at.getHours()}:${at.getMinutes()}` : `${style} ${day}`;
    return this.remembered(key, () => this.formatOf(style, at).format(at));
  }

  // "i går", "om 3 dagar"
  relative(count: number, unit: Intl.RelativeTimeFormatUnit): string {
    return this.remembered(`relative ${unit} ${count}`, () => {
      this.relatives ??= new Intl.RelativeTimeFormat(this.language, { numeric: 'auto' });
      return this.relatives.format(count, unit);
    });
  }

  private remembered(key: string, write: () => string): string {
    const known = this.texts.get(key);
    const text = known ?? write();
    this.texts.delete(key);
    this.texts.set(key, text);
    if (known === undefined) this.keepSoon();
    return text;
  }

  // The zone is the device's, which travels.
  private formatOf(style: DateStyle, at: Date): Intl.DateTimeFormat {
    const key = `${style} ${at.getTimezoneOffset()}`;
    let format = this.formats.get(key);
    if (!format) this.formats.set(key, (format = new Intl.DateTimeFormat(this.language, kStyles[style])));
    return format;
  }

  private keepSoon(): void {
    if (this.isKeeping) return;
    this.isKeeping = true;
    const keep = () => {
      this.keep();
      this.isKeeping = false;
    };
    if (typeof requestIdleCallback === 'function') requestIdleCallback(keep);
    else setTimeout(keep, 1000);
  }

  private keep(): void {
    const texts = [...this.texts].slice(-kRemembered);
    writePref(kPref, { by: this.by, texts } satisfies Remembered);
  }
}
