// SPDX-License-Identifier: Apache-2.0
// The outbox: nothing a person wrote is ever lost, and here one can see it. What waits needs nothing done;
// what could not be carried out can be changed and sent again, moved into a thread, copied or let go of.
import { Alert, Button, Field, Label, Select, Tag, Textfield } from '@digdir/designsystemet-react';
import type { Intent } from '@samstig/client';
import { create, DiscardParkedSchema, WritePostSchema } from '@samstig/client/messages';
import { useState } from 'react';
import { Ask } from '../../shared/Ask';
import { useClient } from '../../shared/client';
import { ofAllCohorts } from '../../shared/copy';
import { reasonWords } from '../../shared/errors';
import { idFrom, idText } from '../../shared/ids';
import { keeper } from '../../shared/kept';
import { useLive } from '../../shared/live';
import { Empty, Page, Section } from '../../shared/Page';
import { useVoice } from '../../shared/say';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { ExportUnsent } from '../settings/ExportUnsent';
import { KeptWords } from './KeptWords';
import { isTold, outboxItems, subject, textToChange, withWords, wordsIn, type Item } from './outbox';

export function OutboxScreen() {
  const { t } = useWords();
  const items = useLive('outbox', outboxItems);
  const parked = items?.filter((item) => item.state === 'parked') ?? [];
  const waiting = items?.filter((item) => item.state === 'waiting') ?? [];
  return (
    <Page title={t('nav.outbox')} lead={t('outbox.lead')}>
      {items?.length === 0 && keeper.places().length === 0 && <Empty title={t('outbox.empty')}><p>{t('outbox.emptyWords')}</p></Empty>}
      {parked.length > 0 && (
        <Section id="parked" title={t('outbox.parked')}>
          <Alert data-color="info">{t('outbox.parkedWords')}</Alert>
          {parked.map((item) => <ItemCard key={item.key} item={item} />)}
        </Section>
      )}
      {waiting.length > 0 && (
        <Section id="waiting" title={t('outbox.waiting')}>
          {waiting.map((item) => <ItemCard key={item.key} item={item} />)}
        </Section>
      )}
      <KeptWords />
      {items !== undefined && items.length > 0 && <ExportUnsent />}
    </Page>
  );
}

type Doing = 'edit' | 'move' | 'discard' | null;

function ItemCard({ item }: { item: Item }) {
  const words = useWords();
  const { t } = words;
  const { say } = useVoice();
  const [doing, setDoing] = useState<Doing>(null);
  const intent = item.mutation?.intent;
  const text = intent ? wordsIn(intent, words) : '';
  const copy = () => void navigator.clipboard.writeText(text).then(() => say(t('copied')), () => say(t('notCopied')));
  const close = () => setDoing(null);
  return (
    <article className="item" data-state={item.state}>
      <header className="item-head">
        <h3 className="item-title">{subject(intent, words)}</h3>
        <Tag data-size="sm" data-color={item.state === 'parked' ? 'warning' : 'lake'}>{t(item.state === 'parked' ? 'outbox.notDone' : 'outbox.willBeSent')}</Tag>
        <span className="muted">{words.moment(item.atMs)}</span>
      </header>
      {isTold(item) && <p>{reasonWords(words, item.reason)}</p>}
      {text && <div className="item-text" dir="auto">{text}</div>}
      <div className="buttons">
        {item.parkedId && <Button data-size="sm" onClick={() => setDoing('edit')}>{t('outbox.again')}</Button>}
        {item.parkedId && text && <Button variant="secondary" data-size="sm" data-color="neutral" onClick={() => setDoing('move')}>{t('outbox.move')}</Button>}
        {text && <Button variant="secondary" data-size="sm" data-color="neutral" onClick={copy}>{t('outbox.copy')}</Button>}
        {item.parkedId && <Button variant="tertiary" data-size="sm" data-color="danger" onClick={() => setDoing('discard')}>{t('outbox.discard')}</Button>}
      </div>
      {item.state === 'parked' && !item.parkedId && <p className="muted">{t('outbox.comesDown')}</p>}
      {doing === 'edit' && <Again item={item} onClose={close} />}
      {doing === 'move' && <Move item={item} text={text} onClose={close} />}
      {doing === 'discard' && <Discard item={item} onClose={close} />}
    </article>
  );
}

function Again({ item, onClose }: { item: Item; onClose: () => void }) {
  const { t } = useWords();
  const client = useClient();
  const write = useWrite();
  const { sayError } = useVoice();
  const intent = item.mutation?.intent as Intent | undefined;
  const before = intent ? textToChange(intent) : null;
  const [text, setText] = useState(before ?? '');
  const send = async () => {
    try {
      const again = await client.again(item.parkedId!);
      const changed = before === null ? again : withWords(again, text) ?? again;
      if (await write(changed, { instead: item.parkedId!, said: t('outbox.sentAgain') })) onClose();
    } catch (error) {
      sayError(error);
    }
  };
  return (
    <Ask title={t('outbox.again')} onClose={onClose} yes={{ label: t('outbox.send'), act: () => void send(), disabled: before !== null && text.trim() === '' }}>
      {before === null
        ? <p>{t('outbox.asItIs')}</p>
        : <Textfield multiline label={t('outbox.words')} className="field-grows" value={text} dir="auto" onChange={(event) => setText(event.target.value)} />}
    </Ask>
  );
}

function Move({ item, text, onClose }: { item: Item; text: string; onClose: () => void }) {
  const { t } = useWords();
  const client = useClient();
  const write = useWrite();
  const threads = useLive('outbox threads', (c) => ofAllCohorts(c, 'thread', 'threadsOfCohort'));
  const [chosen, setChosen] = useState('');
  const thread = chosen || (threads?.[0] ? idText(threads[0].id) : '');
  const intent = item.mutation?.intent;
  const files = intent?.case === 'writePost' ? intent.value.attachments : intent?.case === 'submit' ? intent.value.report?.attachments : [];
  const move = async () => {
    const value = create(WritePostSchema, { id: client.newId(), threadId: idFrom(thread)!, text, attachments: files ?? [] });
    if (await write({ case: 'writePost', value }, { instead: item.parkedId!, said: t('outbox.moved') })) onClose();
  };
  return (
    <Ask title={t('outbox.move')} onClose={onClose} yes={{ label: t('outbox.moveYes'), act: () => void move(), disabled: thread === '' }}>
      <Field>
        <Label>{t('share.where')}</Label>
        <Select value={thread} onChange={(event) => setChosen(event.target.value)}>
          {threads?.map((one) => <Select.Option key={idText(one.id)} value={idText(one.id)}>{one.body.title}</Select.Option>)}
        </Select>
      </Field>
    </Ask>
  );
}

function Discard({ item, onClose }: { item: Item; onClose: () => void }) {
  const { t } = useWords();
  const write = useWrite();
  const discard = async () => {
    if (await write({ case: 'discardParked', value: create(DiscardParkedSchema, { id: item.parkedId! }) }, { said: t('outbox.discarded') })) onClose();
  };
  return (
    <Ask title={t('outbox.discardTitle')} onClose={onClose} yes={{ label: t('outbox.discard'), act: () => void discard(), danger: true }}>
      <p>{t('outbox.discardWords')}</p>
    </Ask>
  );
}
