import type { ReactNode } from 'react';
import { Card } from '../../../ui/Card.tsx';
import { CheckField, type Choice, ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import type { FormOf } from '../../../ui/form/useForm.ts';
import { CURRENCIES } from '../currencies.ts';
import { ENDINGS, type Part, type Typed } from '../model.ts';
import { text } from '../ruleText.ts';
import classes from './rules.module.css';

type Props = { form: FormOf<Typed>; may: boolean };
type Fields = { [K in keyof Typed]: Typed[K] extends string ? K : never }[keyof Typed];

const choices = (words: Readonly<Record<string, string>>): Choice[] => Object.entries(words).map(([value, label]) => ({ value: value === 'none' ? '' : value, label }));
const endings = (): Choice[] => [{ value: '', label: text.endings.none ?? '' }, ...Object.keys(ENDINGS).map((value) => ({ value, label: value })), { value: 'own', label: text.endings.own ?? '' }];

/** The layers in the order in which they count, each empty until it is wanted. */
export function LayersCard({ form, may }: Props) {
  const { currency, taxKind, ending } = form.values;
  const field = (name: Fields, label: string, unit: string, help?: string) => (
    <TextField key={name} form={form} name={name} label={label} unit={unit} inputMode="decimal" disabled={!may} {...(help !== undefined && { help })} />
  );
  const choice = (name: Fields, label: string, all: readonly Choice[]) => <ChoiceField key={name} form={form} name={name} label={label} choices={all} disabled={!may} />;
  const day = (name: Fields, label: string) => <TextField key={name} form={form} name={name} label={label} type="date" disabled={!may} />;
  return (
    <Card title={text.layers} sub={text.layersSub} padded>
      <div className={classes.currency}>
        <ChoiceField form={form} name="currency" label={text.currency} help={text.sumHelp} width="middle" choices={CURRENCIES.map((value) => ({ value, label: value }))} disabled={!may} />
      </div>
      <Row part="cost">{choice('cost', text.part.cost ?? '', choices(text.bases))}</Row>
      <Row part="shipping">{field('shipping', text.sum, currency)}</Row>
      <Row part="fees">{field('fees', text.percent, '%')}{field('feesFixed', text.perSale, currency)}</Row>
      <Row part="tax">{choice('taxKind', text.rate, choices(text.taxes))}{taxKind === 'own' && field('tax', text.rate, '%')}</Row>
      <Row part="markup">{field('markup', text.markup, '%')}{choice('markupOf', text.of, choices(text.ofs))}{field('markupFixed', text.sum, currency)}</Row>
      <Row part="exchange">{field('exchange', text.surcharge, '%', text.surchargeHelp)}{field('days', text.days, text.dayUnit)}</Row>
      <Row part="voucher">{field('voucher', text.off, '%')}{field('voucherFixed', text.sum, currency)}</Row>
      <Row part="rounding">
        {choice('ending', text.ending, endings())}
        {ending === 'own' && <>{field('step', text.step, '')}{field('less', text.less, '')}</>}
        {ending !== '' && choice('way', text.way, choices(text.ways))}
      </Row>
      <Row part="floor">{field('floor', text.sum, currency)}{field('floorOver', text.over, '%')}</Row>
      <Row part="ceiling">{field('ceiling', text.sum, currency)}<CheckField form={form} name="atList" label={text.atList} disabled={!may} /></Row>
      <Row part="campaign">{day('from', text.from)}{day('to', text.to)}{field('off', text.percentOff, '%')}{field('offPrice', text.fixedPrice, currency)}</Row>
      <Row name={text.band} help={text.bandHelp}>{field('band', text.bandPercent, '%')}{field('bandSum', text.bandSum, currency)}</Row>
      <Row name={text.spread} help={text.spreadHelp}>{field('spread', text.spread, '%')}</Row>
    </Card>
  );
}

function Row({ part, name, help, children }: { part?: Part; name?: string; help?: string; children: ReactNode }) {
  return (
    <div className={classes.part} role="group" aria-label={name ?? text.part[part ?? '']}>
      <b>{name ?? text.part[part ?? '']}</b>
      <div>
        <div className={classes.fields}>{children}</div>
        {help && <p className="faint small">{help}</p>}
      </div>
    </div>
  );
}
