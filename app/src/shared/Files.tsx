// SPDX-License-Identifier: Apache-2.0
// Files of a text: those that are there, to be opened or saved; and a way to add one, by camera or from the
// device. Nothing is shown as what its name claims: pictures by the browser's own decoder, all else is saved.
import { Button } from '@digdir/designsystemet-react';
import { CameraIcon, PaperclipIcon, XMarkIcon } from '@navikt/aksel-icons';
import type { Id } from '@samstig/client';
import type { Attachment } from '@samstig/client/messages';
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { useClient } from './client';
import { errorWords } from './errors';
import { kLargestFile, prepare } from './pictures';
import { useVoice } from './say';
import { useWords } from './words';

const kPictures = /^image\/(jpeg|png|webp|gif|avif)$/;

export function saveFile(bytes: Uint8Array | Blob, name: string, mediaType = 'application/octet-stream'): void {
  const blob = bytes instanceof Blob ? bytes : new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType });
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function Picture({ entity, file, onClose }: { entity: Id; file: Attachment; onClose: () => void }) {
  const client = useClient();
  const words = useWords();
  const [shown, setShown] = useState<{ url?: string; error?: string }>({});
  useEffect(() => {
    let url = '';
    let wanted = true;
    client.fetchAttachment(entity, file).then((bytes) => {
      if (!wanted) return;
      url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: file.mediaType }));
      setShown({ url });
    }, (error: unknown) => wanted && setShown({ error: errorWords(words, error) }));
    return () => {
      wanted = false;
      if (url) URL.revokeObjectURL(url);
    };
  }, [client, entity, file, words]);
  return (
    <div className="picture">
      {shown.url && <img src={shown.url} alt={file.name} />}
      {shown.error && <p role="alert">{shown.error}</p>}
      {!shown.url && !shown.error && <p>{words.t('file.fetching')}</p>}
      <Button variant="tertiary" data-size="sm" onClick={onClose}>{words.t('file.hide')}</Button>
    </div>
  );
}

function FileLine({ entity, file, onRemove }: { entity: Id | null; file: Attachment; onRemove?: () => void }) {
  const client = useClient();
  const { sayError } = useVoice();
  const words = useWords();
  const [open, setOpen] = useState(false);
  const [state, setState] = useState('');
  useEffect(() => {
    let wanted = true;
    // Of another device's file nothing is known here: it is simply there.
    client.attachmentStatus(file).then((status) => wanted && setState(status.state), () => undefined);
    return () => { wanted = false; };
  }, [client, file]);
  const picture = kPictures.test(file.mediaType);
  const save = async () => {
    if (!entity) return;
    try {
      saveFile(await client.fetchAttachment(entity, file), file.name);
    } catch (error) {
      sayError(error);
    }
  };
  return (
    <li className="file">
      <PaperclipIcon aria-hidden />
      <span className="file-name"><bdi>{file.name}</bdi> <span className="muted">{words.size(Number(file.size))}{state && state !== 'there' ? ` · ${words.t('file.waiting')}` : ''}</span></span>
      {entity && picture && !open && <Button variant="tertiary" data-size="sm" onClick={() => setOpen(true)}>{words.t('file.show')}</Button>}
      {entity && <Button variant="tertiary" data-size="sm" onClick={save}>{words.t('file.save')}</Button>}
      {onRemove && (
        <Button variant="tertiary" icon data-size="sm" aria-label={words.t('file.remove', { name: file.name })} onClick={onRemove}>
          <XMarkIcon aria-hidden />
        </Button>
      )}
      {open && entity && <Picture entity={entity} file={file} onClose={() => setOpen(false)} />}
    </li>
  );
}

export function Files({ entity, files, onRemove }: { entity: Id | null; files: Attachment[]; onRemove?: (at: number) => void }) {
  const { t } = useWords();
  if (files.length === 0) return null;
  return (
    <ul className="files" aria-label={t('file.list')}>
      {files.map((file, at) => (
        <FileLine key={`${file.name}-${at}`} entity={entity} file={file} onRemove={onRemove && (() => onRemove(at))} />
      ))}
    </ul>
  );
}

export function AddFile({ onAdd, count }: { onAdd: (file: Attachment) => void; count: number }) {
  const client = useClient();
  const words = useWords();
  const { say, sayError } = useVoice();
  const camera = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const add = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = [...(event.target.files ?? [])];
    event.target.value = '';
    setBusy(true);
    try {
      for (const file of chosen.slice(0, 20 - count)) {
        const made = await prepare(file, words.t('file.unnamed'));
        if (made.kind === 'tooLarge') {
          say(words.t('file.tooLarge', { name: file.name, size: words.size(made.size), limit: words.size(kLargestFile) }));
        } else if (made.kind === 'unreadable') {
          say(words.t('file.unreadable', { name: file.name }));
        } else {
          onAdd(await client.attach(made.bytes, made.name, made.mediaType));
          if (made.scaledFrom) say(words.t('file.scaled', { from: words.size(made.scaledFrom), to: words.size(made.bytes.length) }));
        }
      }
    } catch (error) {
      sayError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="buttons">
      <input ref={camera} type="file" accept="image/*" capture="environment" hidden onChange={add} aria-hidden tabIndex={-1} />
      <input ref={folder} type="file" multiple hidden onChange={add} aria-hidden tabIndex={-1} />
      <Button variant="secondary" data-size="sm" data-color="neutral" disabled={busy || count >= 20} onClick={() => camera.current?.click()}>
        <CameraIcon aria-hidden /> {words.t('file.camera')}
      </Button>
      <Button variant="secondary" data-size="sm" data-color="neutral" disabled={busy || count >= 20} onClick={() => folder.current?.click()}>
        <PaperclipIcon aria-hidden /> {words.t('file.add')}
      </Button>
    </div>
  );
}
