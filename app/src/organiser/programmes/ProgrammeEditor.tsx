// SPDX-License-Identifier: Apache-2.0
// The name, summary and price of a programme.
import { Alert, Button, Textfield } from '@digdir/designsystemet-react';
import type { Id } from '@samstig/client';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { one, type Of } from '../../shared/copy';
import { idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { isBlank, localText, LocalTexts, type Texts, textsOf } from '../../shared/LocalTexts';
import { fixed, fixedText } from '../../shared/money';
import { Page } from '../../shared/Page';
import { useKept } from '../../shared/useKept';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { nextVersion } from './publishing';

export function ProgrammeEditor({ id }: { id: Id }) {
  const { t } = useWords();
  const programme = useLive(`programme to edit ${idText(id)}`, (c) => one(c, 'programme', id));
  const back = { to: `/organiser/programmes/${idText(id)}`, label: t('programme.back') };
  return <Page title={t('programme.edit')} lead={t('programme.editLead')} back={back}>{programme && <Fields programme={programme} />}</Page>;
}

interface Form {
  name: Texts;
  summary: Texts;
  price: string;
  currency: string;
}

function Fields({ programme }: { programme: Of<'programme'> }) {
  const { t } = useWords();
  const write = useWrite();
  const [, go] = useLocation();
  const { body } = programme;
  const fresh: Form = { name: textsOf(body.name), summary: textsOf(body.summary), price: fixedText(Number(body.priceCents), 2), currency: body.currency };
  const form = useKept<Form>(`programme.${idText(programme.id)}`, fresh);
  const [tried, setTried] = useState(false);
  const { value } = form;
  const cents = value.price.trim() === '' ? 0 : fixed(value.price, 2);
  const currencyFits = /^[A-Z]{3}$/.test(value.currency) || (value.currency === '' && cents === 0);
  const save = async () => {
    setTried(true);
    if (isBlank(value.name) || isBlank(value.summary) || cents === null || !currencyFits) return;
    const intent = nextVersion(programme, (next) => {
      next.name = localText(value.name);
      next.summary = localText(value.summary);
      next.priceCents = BigInt(cents);
      next.currency = value.currency;
    });
    if (!(await write(intent, { said: t('programme.saved', { version: body.version + 1 }) }))) return;
    form.letGo();
    go(`/organiser/programmes/${idText(programme.id)}`);
  };
  return (
    <div className="fields">
      {form.found && <Alert data-color="info"><p>{t('form.found')}</p><Button variant="tertiary" data-size="sm" onClick={() => form.letGo(fresh)}>{t('form.anew')}</Button></Alert>}
      <LocalTexts label={t('cohort.name')} languages={body.languages} value={value.name} maxLength={150} error={tried && isBlank(value.name) ? t('csv.blank') : undefined} onChange={(name) => form.change({ name })} />
      <LocalTexts label={t('programme.summary')} languages={body.languages} value={value.summary} multiline maxLength={19000} error={tried && isBlank(value.summary) ? t('csv.blank') : undefined}
        onChange={(summary) => form.change({ summary })} />
      <div className="fields two">
        <Textfield label={t('cohort.price')} inputMode="decimal" value={value.price} error={tried && cents === null ? t('cohort.lack.price') : undefined} onChange={(event) => form.change({ price: event.target.value })} />
        <Textfield label={t('cohort.currency')} value={value.currency} maxLength={3} error={tried && !currencyFits ? t('cohort.lack.currency') : undefined}
          onChange={(event) => form.change({ currency: event.target.value.toUpperCase() })} />
      </div>
      <p className="muted">{t('programme.newVersion', { version: body.version + 1 })}</p>
      <div className="buttons"><Button data-size="lg" onClick={() => void save()}>{t('programme.publish')}</Button></div>
    </div>
  );
}
