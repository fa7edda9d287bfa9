// SPDX-License-Identifier: Apache-2.0
// Settings: how the app looks and speaks, devices, mails, taking one's things along, and leaving.
import { Field, Label, Select } from '@digdir/designsystemet-react';
import { ChevronRightIcon } from '@navikt/aksel-icons';
import { create, CorrectPersonSchema } from '@samstig/client/messages';
import { Link } from 'wouter';
import type { MessageKey } from '../../messages';
import { languageNames, languages, type Language } from '../../messages';
import { useMe } from '../../shared/client';
import { one } from '../../shared/copy';
import { useLive } from '../../shared/live';
import { Page, Section } from '../../shared/Page';
import { colours, useLook, type Colours } from '../../shared/look';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { Devices } from './Devices';
import { ExportMine } from './ExportMine';
import { ExportUnsent } from './ExportUnsent';
import { Leaving } from './Leaving';
import { MailWishes } from './MailWishes';
import { StorageState } from './StorageState';

export function SettingsScreen() {
  const { t } = useWords();
  return (
    <Page title={t('nav.settings')}>
      <Section id="look" title={t('settings.look')}><Look /></Section>
      <Section id="mail" title={t('settings.mail')}><MailWishes /></Section>
      <Section id="devices" title={t('settings.devices')}><Devices /></Section>
      <Section id="storage" title={t('settings.storage')}><StorageState /></Section>
      <Section id="mine" title={t('settings.mine')}>
        <p>{t('settings.mineWords')}</p>
        <div className="buttons"><ExportMine /><ExportUnsent /></div>
        <ul className="rows">{own.map(({ to, label, hint }) => <OwnRow key={to} to={to} label={t(label)} hint={t(hint)} />)}</ul>
      </Section>
      <Section id="leave" title={t('settings.leave')}><Leaving /></Section>
      <p><Link href="/accessibility">{t('nav.accessibility')}</Link></p>
    </Page>
  );
}

const own: { to: string; label: MessageKey; hint: MessageKey }[] = [
  { to: '/own/readers', label: 'own.readers', hint: 'own.readersHint' },
  { to: '/own/retention', label: 'own.retention', hint: 'own.retentionHint' },
  { to: '/own/erase', label: 'own.erase', hint: 'own.eraseHint' },
];

function OwnRow({ to, label, hint }: { to: string; label: string; hint: string }) {
  return (
    <li className="row">
      <Link href={to} className="row-link">
        <span className="row-title">{label}</span>
        <span className="row-facts muted">{hint}</span>
      </Link>
      <ChevronRightIcon aria-hidden className="row-arrow" />
    </li>
  );
}

function Look() {
  const { t, language } = useWords();
  const { setLanguage, colour, setColour } = useLook();
  const me = useMe();
  const write = useWrite();
  const self = useLive('self', (c) => one(c, 'person', me));
  // The mails of the server speak the language of the person's entry.
  const speak = async (next: Language) => {
    setLanguage(next);
    if (!self || self.body.language === next) return;
    await write({
      case: 'correctPerson',
      value: create(CorrectPersonSchema, { id: me, person: { name: self.body.name, language: next } }),
    });
  };
  return (
    <div className="fields two">
      <Field>
        <Label>{t('settings.language')}</Label>
        <Select value={language} onChange={(event) => void speak(event.target.value as Language)}>
          {languages.map((one) => <Select.Option key={one} value={one} lang={one}>{languageNames[one]}</Select.Option>)}
        </Select>
      </Field>
      <Field>
        <Label>{t('settings.colours')}</Label>
        <Select value={colour} onChange={(event) => setColour(event.target.value as Colours)}>
          {colours.map((one) => <Select.Option key={one} value={one}>{t(`settings.${one}`)}</Select.Option>)}
        </Select>
      </Field>
    </div>
  );
}
