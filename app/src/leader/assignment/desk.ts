// SPDX-License-Identifier: Apache-2.0
// A desk: one leader's report on one assignment while it is being written. Every keystroke is kept at once
// (shared/kept.ts) and saved as a version of the draft a moment later; leaving the page saves what is left.
// What another device wrote meanwhile is taken over when nothing is being typed, and stands beside it
// otherwise. No React in here.
import type { Id, Samstig } from '@samstig/client';
import type { Attachment, Revision } from '@samstig/client/messages';
import { create, ReportSchema, RevisionSchema, SaveDraftSchema } from '@samstig/client/messages';
import type { Of } from '../../shared/copy';
import { hex, idText } from '../../shared/ids';
import type { Keeper } from '../../shared/kept';
import { attachmentOf, keptFile, type KeptFile } from '../../shared/kept_files';
import { emptyReport, joinReports, Lineage, newestFirst, reportText, sameReport, type ReportText } from '../drafting';

const kPauseMs = 900;
const kLongestMs = 4000;
// A tab that types saves within kLongestMs. One that has not by then is gone.
const kOrphanedMs = 6000;

export interface DeskState {
  text: ReportText;
  files: Attachment[];
  // 'kept': safe on this device, on its way into the draft. 'unsafe': only this page has it.
  saved: 'nothing' | 'saved' | 'kept' | 'unsafe';
  savedMs: number;
  error: unknown;
  // More than one: written on several devices at once, the newest first.
  versions: Revision[];
}

const filesOf = (head: Revision | undefined) => (head?.content.case === 'report' ? head.content.value.attachments : []);
const textOf = (head: Revision | undefined) => reportText(head?.content.case === 'report' ? head.content.value : undefined);

// What is in hand, as the keeper has it.
interface InHand {
  text: ReportText;
  files: Attachment[];
}
type KeptReport = ReportText & { files: KeptFile[] };

// An app of before kept no files: then those that are there stay.
function inHand({ files, ...text }: Partial<KeptReport>, there: Attachment[]): InHand {
  return { text: { ...emptyReport, ...text }, files: files?.map(attachmentOf) ?? there };
}

const sameFiles = (a: Attachment[], b: Attachment[]) =>
  a.length === b.length && a.every((file, at) => hex(file.sha256) === hex(b[at]!.sha256) && file.name === b[at]!.name);

export class Desk {
  private state: DeskState = { text: emptyReport, files: [], saved: 'nothing', savedMs: 0, error: null, versions: [] };
  private readonly watchers = new Set<() => void>();
  private readonly lineage = new Lineage();
  private opened = false;
  private dirty = false;
  private since = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  // What is being typed into this report in another tab.
  private typedElsewhere: InHand | null = null;
  private saving: Promise<void> = Promise.resolve();
  private readonly place: string;

  constructor(
    private readonly client: Samstig, private readonly assignment: Id, private readonly keeper: Keeper,
    private readonly now: () => number = Date.now,
  ) {
    this.place = `draft.${idText(assignment)}`;
  }

  readonly current = (): DeskState => this.state;
  readonly watch = (tell: () => void): (() => void) => {
    this.watchers.add(tell);
    return () => this.watchers.delete(tell);
  };

  // The draft as the local copy has it now; null when there is none.
  see(draft: Of<'draft'> | null): void {
    const heads = newestFirst(draft?.body.heads ?? []);
    if (!this.opened) this.open(heads);
    else if (!this.dirty && this.lineage.strangers(heads).length > 0) this.takeOver(heads);
    if (this.typedElsewhere) this.put({ ...this.typedElsewhere, saved: 'kept' });
    this.put({ versions: heads.length > 1 ? heads : [] });
  }

  private open(heads: Revision[]): void {
    this.opened = true;
    this.takeOver(heads);
    // Words and files that a crash or a closed tab left behind.
    const kept = this.keeper.kept<Partial<KeptReport>>(this.place);
    const left = kept && inHand(kept.value, this.state.files);
    if (left && !(sameReport(left.text, this.state.text) && sameFiles(left.files, this.state.files))) {
      this.put(left);
      this.touch();
    } else {
      this.keeper.letGo(this.place);
    }
  }

  // Another tab types here: shown as it is typed, so that nobody types over it, and saved by this tab if that
  // one goes before it has. Ends with the returned function.
  listen(): () => void {
    const end = this.keeper.listen<Partial<KeptReport>>(this.place, (kept) => {
      if (!this.opened || this.dirty) return;
      clearTimeout(this.timer);
      this.typedElsewhere = kept && inHand(kept.value, this.state.files);
      if (!this.typedElsewhere) return this.put({ saved: 'saved', savedMs: this.now() });
      this.put({ ...this.typedElsewhere, saved: 'kept' });
      this.timer = setTimeout(() => this.touch(), kOrphanedMs);
    });
    return () => {
      end();
      if (this.typedElsewhere) clearTimeout(this.timer);
    };
  }

  // The newest is in hand; the others stay until they are joined or let go of.
  private takeOver(heads: Revision[]): void {
    const newest = heads[0];
    if (!newest) return;
    this.lineage.standsFor([newest.revisionId]);
    this.put({ text: textOf(newest), files: [...filesOf(newest)], saved: 'saved', savedMs: Number(newest.claimedMs) });
  }

  type(change: Partial<ReportText>): void {
    this.put({ text: { ...this.state.text, ...change } });
    this.touch();
  }

  addFile(file: Attachment): void {
    this.put({ files: [...this.state.files, file] });
    this.touch();
    void this.flush();
  }

  removeFile(at: number): void {
    this.put({ files: this.state.files.filter((_, index) => index !== at) });
    this.touch();
    void this.flush();
  }

  // Makes one of several versions: the text given stands for all of them.
  settle(heads: Revision[]): void {
    const all = this.state.versions;
    this.lineage.standsFor(all.map((head) => head.revisionId));
    const files = heads.flatMap(filesOf);
    const once = files.filter((file, at) => files.findIndex((other) => hex(other.sha256) === hex(file.sha256)) === at);
    this.put({ text: joinReports(heads.map(textOf)), files: once, versions: [] });
    this.touch();
    void this.flush();
  }

  private touch(): void {
    this.dirty = true;
    this.typedElsewhere = null;
    const { text, files } = this.state;
    const safe = this.keeper.keep<KeptReport>(this.place, { ...text, files: files.map(keptFile) });
    this.put({ saved: safe ? 'kept' : 'unsafe' });
    if (!this.since) this.since = this.now();
    clearTimeout(this.timer);
    const wait = Math.max(0, Math.min(kPauseMs, this.since + kLongestMs - this.now()));
    this.timer = setTimeout(() => void this.flush(), wait);
  }

  // Resolves when all that was typed so far is on this device's disk, or could not be put there.
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.saving = this.saving.then(() => this.save());
    return this.saving;
  }

  private async save(): Promise<void> {
    if (!this.dirty) return;
    this.since = 0;
    const { text, files } = this.state;
    const revisionId = this.client.newId();
    const report = create(ReportSchema, { ...text, attachments: files });
    const savedMs = await this.client.serverTimeMs().catch(() => this.now());
    try {
      await this.client.write({
        case: 'saveDraft',
        value: create(SaveDraftSchema, {
          id: await this.client.workId(this.assignment), assignmentId: this.assignment, replaces: this.lineage.replaces(),
          revision: create(RevisionSchema, { revisionId, claimedMs: BigInt(Math.round(savedMs)), content: { case: 'report', value: report } }),
        }),
      });
    } catch (error) {
      this.put({ error });
      return;
    }
    this.lineage.standsFor([revisionId]);
    if (sameReport(text, this.state.text) && files === this.state.files) {
      this.dirty = false;
      this.keeper.letGo(this.place);
      this.put({ saved: 'saved', savedMs, error: null });
    } else {
      this.put({ error: null });
    }
  }

  private put(change: Partial<DeskState>): void {
    this.state = { ...this.state, ...change };
    for (const tell of this.watchers) tell();
  }
}
