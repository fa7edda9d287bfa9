// SPDX-License-Identifier: Apache-2.0
// Planning a cohort, and changing one: names, dates, grace, price and seats.
import { Alert, Button, Textfield } from '@digdir/designsystemet-react';
import type { Id } from '@samstig/client';
import { create, EditCohortSchema, PlanCohortSchema } from '@samstig/client/messages';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Choice } from '../../shared/Choice';
import { useClient } from '../../shared/client';
import { all, one, type Of } from '../../shared/copy';
import { DayField } from '../../shared/DayField';
import { idText } from '../../shared/ids';
import { useLive } from '../../shared/live';
import { LocalTexts } from '../../shared/LocalTexts';
import { moneyText } from '../../shared/money';
import { Empty, Page } from '../../shared/Page';
import { useKept } from '../../shared/useKept';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { type CohortForm, cohortFrom, type CohortLack, cohortLacks, formOfCohort, freshCohort, usualName } from './form';

export function CohortEditor({ id }: { id?: Id }) {
  const { t } = useWords();
  const view = useLive(`cohort editor ${id ? idText(id) : ''}`, async (c) => ({
    now: await c.serverTimeMs(), before: id ? await one(c, 'cohort', id) : null, programmes: await all(c, 'programme', 'programmes'), cohorts: await all(c, 'cohort', 'cohorts'),
  }));
  const back = id ? { to: `/organiser/cohorts/${idText(id)}`, label: t('cohort.back') } : { to: '/organiser/cohorts', label: t('cohorts.title') };
  return (
    <Page title={t(id ? 'cohort.edit' : 'cohorts.plan')} lead={id ? undefined : t('cohort.planLead')} back={back}>
      {view && (view.programmes.length === 0
        ? <Empty title={t('cohort.noProgramme')}><p>{t('cohort.noProgrammeWords')}</p><Button asChild><Link href="/organiser/programmes">{t('programmes.title')}</Link></Button></Empty>
        : <Fields {...view} />)}
    </Page>
  );
}

interface FieldsProps {
  now: number;
  before: Of<'cohort'> | null;
  programmes: Of<'programme'>[];
  cohorts: Of<'cohort'>[];
}

function Fields({ now, before, programmes, cohorts }: FieldsProps) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const write = useWrite();
  const [, go] = useLocation();
  const nextRound = (programme: string) => String(1 + Math.max(0, ...cohorts.filter(({ body }) => idText(body.programmeId) === programme).map(({ body }) => body.round)));
  const begin = (programme: string): Partial<CohortForm> => {
    const round = nextRound(programme);
    return { programme, round, name: usualName(programmes.find(({ id }) => idText(id) === programme)?.body, round) };
  };
  const fresh = before ? formOfCohort(before.body) : { ...freshCohort(now), ...begin(idText(programmes[0]!.id)) };
  const form = useKept<CohortForm>(before ? `cohort.${idText(before.id)}` : 'cohort.new', fresh);
  const [tried, setTried] = useState(false);
  const { value } = form;
  const lacks = cohortLacks(value);
  const programme = programmes.find(({ id }) => idText(id) === value.programme)?.body;
  const lack = (...of: CohortLack[]) => {
    const found = tried && of.find((one) => lacks.includes(one));
    return found ? t(`cohort.lack.${found}`) : undefined;
  };
  const save = async () => {
    setTried(true);
    if (lacks.length > 0) return;
    const cohort = cohortFrom(value, before?.body);
    const id = before?.id ?? client.newId();
    const name = words.pick(cohort.name);
    const sent = before
      ? await write({ case: 'editCohort', value: create(EditCohortSchema, { id, cohort }) }, { said: t('cohort.changed', { name }) })
      : await write({ case: 'planCohort', value: create(PlanCohortSchema, { id, cohort }) }, { said: t('cohort.planned', { name }) });
    if (!sent) return;
    form.letGo();
    go(`/organiser/cohorts/${idText(id)}`);
  };
  const rename = (round: string) => form.change({ round, ...(JSON.stringify(value.name) === JSON.stringify(usualName(programme, value.round)) ? { name: usualName(programme, round) } : {}) });
  return (
    <div className="fields">
      {form.found && <Alert data-color="info"><p>{t('form.found')}</p><Button variant="tertiary" data-size="sm" onClick={() => form.letGo(fresh)}>{t('form.anew')}</Button></Alert>}
      {!before && (
        <>
          <Choice label={t('cohort.programme')} value={value.programme} options={programmes.map(({ id, body }) => ({ value: idText(id), label: words.pick(body.name) }))}
            onChange={(chosen) => form.change(begin(chosen))} />
          <Textfield label={t('cohort.round')} type="number" inputMode="numeric" min={1} max={1000} className="field-short" value={value.round} error={lack('round')}
            onChange={(event) => rename(event.target.value)} />
        </>
      )}
      <LocalTexts label={t('cohort.name')} languages={programme?.languages ?? [words.language]} value={value.name} maxLength={150} error={lack('name')} onChange={(name) => form.change({ name })} />
      <fieldset className="part">
        <legend>{t('cohort.dates')}</legend>
        <div className="fields two">
          <DayField label={t('cohort.enrolmentOpens')} value={value.enrolmentOpens} error={lack('dates')} onChange={(enrolmentOpens) => form.change({ enrolmentOpens })} />
          <DayField label={t('cohort.enrolmentCloses')} value={value.enrolmentCloses} error={lack('dates', 'datesOrder')} onChange={(enrolmentCloses) => form.change({ enrolmentCloses })} />
          <DayField label={t('cohort.starts')} value={value.starts} error={lack('dates', 'datesOrder')} onChange={(starts) => form.change({ starts })} />
          <DayField label={t('cohort.ends')} value={value.ends} error={lack('dates', 'datesOrder')} onChange={(ends) => form.change({ ends })} />
        </div>
        <Textfield label={t('cohort.grace')} description={t('cohort.graceHint')} type="number" inputMode="numeric" min={0} max={60} className="field-short" value={value.graceDays}
          error={lack('grace')} onChange={(event) => form.change({ graceDays: event.target.value })} />
      </fieldset>
      <fieldset className="part">
        <legend>{t('cohort.money')}</legend>
        <div className="fields two">
          <Textfield label={t('cohort.price')} inputMode="decimal" value={value.price} error={lack('price')}
            description={programme?.currency ? t('cohort.priceHint', { price: moneyText(Number(programme.priceCents), programme.currency, words.language) }) : undefined}
            onChange={(event) => form.change({ price: event.target.value, currency: value.currency || programme?.currency || 'EUR' })} />
          <Textfield label={t('cohort.currency')} value={value.currency} maxLength={3} error={lack('currency')} onChange={(event) => form.change({ currency: event.target.value.toUpperCase() })} />
          <Textfield label={t('cohort.vat')} inputMode="decimal" value={value.vat} error={lack('vat')} onChange={(event) => form.change({ vat: event.target.value })} />
          <Textfield label={t('cohort.seats')} description={t('cohort.seatsHint')} type="number" inputMode="numeric" min={1} max={10000} value={value.seats} error={lack('seats')}
            onChange={(event) => form.change({ seats: event.target.value })} />
        </div>
      </fieldset>
      {tried && lacks.length > 0 && <Alert data-color="warning" role="alert"><p>{t('form.lacks')}</p><ul>{lacks.map((one) => <li key={one}>{t(`cohort.lack.${one}`)}</li>)}</ul></Alert>}
      <div className="buttons"><Button data-size="lg" onClick={() => void save()}>{t(before ? 'editor.save' : 'cohort.planIt')}</Button></div>
    </div>
  );
}
