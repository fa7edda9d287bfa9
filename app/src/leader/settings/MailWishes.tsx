// SPDX-License-Identifier: Apache-2.0
// How one wants to be told by e-mail: how often, when, of what, and when to be left in peace.
import { Checkbox, Field, Label, Select, Textfield } from '@digdir/designsystemet-react';
import { create, MailRhythm, NoticeKind, type NoticeSettings, NoticeSettingsSchema, SetNoticesSchema } from '@samstig/client/messages';
import { useClient, useMe } from '../../shared/client';
import { one } from '../../shared/copy';
import { useLive } from '../../shared/live';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';

const rhythms = [
  [MailRhythm.SOON, 'mail.soon'], [MailRhythm.DAILY, 'mail.daily'], [MailRhythm.WEEKLY, 'mail.weekly'], [MailRhythm.NEVER, 'mail.never'],
] as const;
const kinds = [
  [NoticeKind.MENTION, 'mail.mention'], [NoticeKind.ANSWER, 'mail.answer'], [NoticeKind.FEEDBACK, 'mail.feedback'],
  [NoticeKind.ASSIGNMENT, 'mail.assignment'], [NoticeKind.DEADLINE, 'mail.deadline'], [NoticeKind.POST, 'mail.post'],
  [NoticeKind.ANNOUNCEMENT, 'mail.announcement'], [NoticeKind.NUDGE, 'mail.nudge'],
] as const;

export function toClock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
// Null for what is no time of a day.
export function fromClock(text: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (!found) return null;
  const minute = Number(found[1]) * 60 + Number(found[2]);
  return minute < 24 * 60 && Number(found[2]) < 60 ? minute : null;
}

// What goes where nothing was said (domain/rules/notices.h): a daily mail at seven.
const otherwise = () => create(NoticeSettingsSchema, { rhythm: MailRhythm.DAILY, digestMinute: 420, digestWeekday: 1 });

export function MailWishes() {
  const { t } = useWords();
  const client = useClient();
  const me = useMe();
  const write = useWrite();
  const stored = useLive('mail wishes', async (c) => (await one(c, 'noticeSettings', await c.namedId('noticeSettings', me)))?.body ?? otherwise());
  if (!stored) return null;
  const set = async (change: Partial<NoticeSettings>) => {
    const settings = create(NoticeSettingsSchema, {
      ...stored, timeZone: stored.timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone, ...change,
    });
    await write({ case: 'setNotices', value: create(SetNoticesSchema, { id: await client.namedId('noticeSettings', me), settings }) });
  };
  const toggle = (kind: NoticeKind, on: boolean) => {
    const off = new Set(stored.off);
    if (on) off.delete(kind);
    else off.add(kind);
    void set({ off: [...off].sort((a, b) => a - b) });
  };
  const clock = (field: 'digestMinute' | 'quietFromMinute' | 'quietToMinute') => (text: string) => {
    const minute = fromClock(text);
    if (minute !== null) void set({ [field]: minute });
  };
  return (
    <div className="fields">
      <Field>
        <Label>{t('mail.rhythm')}</Label>
        <Select value={String(stored.rhythm)} onChange={(event) => void set({ rhythm: Number(event.target.value) })}>
          {rhythms.map(([rhythm, key]) => <Select.Option key={rhythm} value={String(rhythm)}>{t(key)}</Select.Option>)}
        </Select>
      </Field>
      {stored.rhythm !== MailRhythm.NEVER && (
        <>
          <div className="fields two">
            <Textfield type="time" label={t('mail.when')} value={toClock(stored.digestMinute)} onChange={(event) => clock('digestMinute')(event.target.value)} />
            <Textfield type="time" label={t('mail.quietFrom')} value={toClock(stored.quietFromMinute)} onChange={(event) => clock('quietFromMinute')(event.target.value)} />
            <Textfield type="time" label={t('mail.quietTo')} value={toClock(stored.quietToMinute)} onChange={(event) => clock('quietToMinute')(event.target.value)} />
          </div>
          <fieldset className="plain-fieldset">
            <legend>{t('mail.of')}</legend>
            {kinds.map(([kind, key]) => (
              <Checkbox key={kind} value={String(kind)} label={t(key)} checked={!stored.off.includes(kind)} onChange={(event) => toggle(kind, event.target.checked)} />
            ))}
          </fieldset>
        </>
      )}
    </div>
  );
}
