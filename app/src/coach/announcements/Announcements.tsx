// SPDX-License-Identifier: Apache-2.0
// The announcements of one cohort: what was said, and a form for the next. Coaches and organisers have it.
import { Alert, Button, Textfield } from '@digdir/designsystemet-react';
import { AnnounceSchema, create, EditAnnouncementSchema, TakeDownAnnouncementSchema } from '@samstig/client/messages';
import { useState } from 'react';
import { Ask } from '../../shared/Ask';
import { useClient } from '../../shared/client';
import { all, type Of } from '../../shared/copy';
import { idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { Markdown } from '../../shared/Markdown';
import { Empty, Section } from '../../shared/Page';
import { People } from '../../shared/people';
import { useKept } from '../../shared/useKept';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { cohortKey, leadersIn } from '../cohorts';

interface Said {
  of: Of<'announcement'>;
  from: string;
}

export function Announcements({ cohort }: { cohort: Of<'cohort'> }) {
  const words = useWords();
  const { t } = words;
  const view = useLive(`announcements ${cohortKey(cohort)} ${words.language}`, async (c) => {
    const people = new People(c, words);
    const found = (await all(c, 'announcement', 'announcementsOfCohort', cohort.id)).filter(({ body }) => !body.takenDown);
    const said = await Promise.all(found.map(async (of): Promise<Said> => ({ of, from: (await people.someone(of.author)).name })));
    return { said: said.sort((a, b) => Number(b.of.pending) - Number(a.of.pending) || b.of.madeMs - a.of.madeMs), readers: (await leadersIn(c, cohort.id, words)).length };
  });
  if (!view) return null;
  return (
    <>
      <Form cohort={cohort} readers={view.readers} />
      <Section id="said" title={t('announcements.said')}>
        {view.said.length === 0
          ? <Empty title={t('announcements.none')}><p>{t('announcements.noneWords')}</p></Empty>
          : <ul className="notes">{view.said.map((said) => <li key={idText(said.of.id)}><Item said={said} cohort={cohort} readers={view.readers} /></li>)}</ul>}
      </Section>
    </>
  );
}

function Item({ said, cohort, readers }: { said: Said; cohort: Of<'cohort'>; readers: number }) {
  const words = useWords();
  const { t } = words;
  const write = useWrite();
  const [open, setOpen] = useState<'edit' | 'takeDown' | null>(null);
  const { of } = said;
  if (open === 'edit') return <Form cohort={cohort} readers={readers} before={of} onDone={() => setOpen(null)} />;
  const takeDown = async () => {
    setOpen(null);
    await write({ case: 'takeDownAnnouncement', value: create(TakeDownAnnouncementSchema, { id: of.id }) }, { said: t('announcements.tookDown') });
  };
  return (
    <article className="note">
      <h3 className="note-title" dir="auto">{of.body.title}</h3>
      <Markdown text={of.body.text} />
      <p className="muted">
        <bdi>{said.from}</bdi> · {of.pending ? t('work.sending') : words.moment(of.madeMs)}{of.body.version > 1 && ` · ${t('announcements.edited')}`}
      </p>
      <div className="buttons">
        <Button variant="tertiary" data-size="sm" onClick={() => setOpen('edit')}>{t('announcements.edit')}</Button>
        <Button variant="tertiary" data-size="sm" onClick={() => setOpen('takeDown')}>{t('announcements.takeDown')}</Button>
      </div>
      {open === 'takeDown' && (
        <Ask title={t('announcements.takeDownTitle')} onClose={() => setOpen(null)} yes={{ label: t('announcements.takeDown'), act: () => void takeDown(), danger: true }}>
          <p>{t('announcements.takeDownWords')}</p>
        </Ask>
      )}
    </article>
  );
}

interface FormProps {
  cohort: Of<'cohort'>;
  readers: number;
  before?: Of<'announcement'>;
  onDone?: () => void;
}

function Form({ cohort, readers, before, onDone }: FormProps) {
  const { t } = useWords();
  const client = useClient();
  const write = useWrite();
  const place = before ? `announcement.${idText(before.id)}` : `announcement.new.${cohortKey(cohort)}`;
  const empty = { title: '', text: '' };
  const form = useKept(place, before ? { title: before.body.title, text: before.body.text } : empty);
  const [preview, setPreview] = useState(false);
  const { title, text } = form.value;
  const ready = title.trim() !== '' && text.trim() !== '';
  const send = async () => {
    const words = { title: title.trim(), text };
    const sent = before
      ? await write({ case: 'editAnnouncement', value: create(EditAnnouncementSchema, { id: before.id, ...words }) }, { said: t('announcements.changed') })
      : await write({ case: 'announce', value: create(AnnounceSchema, { id: client.newId(), cohortId: cohort.id, ...words }) }, { said: t('announcements.announced') });
    if (!sent) return;
    form.letGo(empty);
    setPreview(false);
    onDone?.();
  };
  return (
    <section className="note-form" aria-label={t(before ? 'announcements.edit' : 'announcements.new')}>
      {form.found && (title || text) && <Alert data-color="info" data-size="sm">{t('form.found')}</Alert>}
      <Textfield label={t('announcements.headline')} value={title} maxLength={150} dir="auto" onChange={(event) => form.change({ title: event.target.value })} />
      {preview
        ? <div className="preview" role="region" aria-label={t('form.preview')}><Markdown text={text} /></div>
        : <Textfield multiline label={t('announcements.text')} description={t('announcements.textHint')} className="field-grows" value={text} maxLength={19000} dir="auto"
            onChange={(event) => form.change({ text: event.target.value })} />}
      <p className="muted">{t('announcements.readers', { count: readers })}</p>
      <div className="buttons">
        <Button disabled={!ready} onClick={() => void send()}>{t(before ? 'editor.save' : 'announcements.announce')}</Button>
        <Button variant="tertiary" disabled={text.trim() === ''} aria-pressed={preview} onClick={() => setPreview(!preview)}>{t(preview ? 'form.write' : 'form.preview')}</Button>
        {onDone && <Button variant="tertiary" onClick={() => { form.letGo(); onDone(); }}>{t('cancel')}</Button>}
      </div>
    </section>
  );
}
