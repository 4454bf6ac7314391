import type { ReactNode } from 'react';
import { wordsOfHtml } from '../../../lib/html.ts';
import { Card } from '../../../ui/Card.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Picture } from '../../../ui/Picture.tsx';
import { Time } from '../../../ui/Time.tsx';
import type { Whole } from '../api.ts';
import { outward } from '../model.ts';
import type { Product } from '../values.ts';
import { text } from '../wholeText.ts';
import { StockWords } from './OffersCard.tsx';
import classes from './rows.module.css';

/** What a product is, beside what of it is sold. */
export function ProductFacts({ whole, product }: { whole: Whole; product: Product }) {
  const url = outward(product.url);
  return (
    <Card title={text.facts} padded end={url && <a className="link small" href={url} target="_blank" rel="noreferrer">{text.inShop}</a>}>
      <Facts
        facts={[
          ...(product.kind ? [[text.kind, text.kinds[product.kind] ?? product.kind] as const] : []),
          ...(product.sku ? [[text.offerHeads.sku, <span key="sku" className="sku">{product.sku}</span>] as const] : []),
          ...(product.stock.state || product.stock.quantity !== null ? [[text.offerHeads.stock, <StockWords key="stock" stock={product.stock} />] as const] : []),
          ...(product.listed === null ? [] : [[text.listed, product.listed ? text.yes : text.no] as const]),
          [text.id, <code key="id">{whole.remote_id}</code>],
          ...(product.modified_at ? [[text.modified, <Time key="modified" at={product.modified_at} as="when" />] as const] : []),
          ...(product.created_at ? [[text.created, <Time key="created" at={product.created_at} as="when" />] as const] : []),
        ]}
      />
    </Card>
  );
}

export function ProductParts({ product }: { product: Product }) {
  const parts = [
    ...product.options.map((option) => [option.name, option.values] as const),
    ...named(text.categories, product.categories),
    ...named(text.brands, product.brands),
    ...named(text.tags, product.tags),
  ];
  const words = wordsOfHtml(product.description_html ?? product.summary_html ?? '');
  if (parts.length === 0 && product.images.length === 0 && words === '') return null;
  return (
    <>
      {product.images.length > 0 && (
        <Card title={text.images} sub={String(product.images.length)} padded>
          <ul className={classes.pictures}>{product.images.slice(0, 12).map((image) => <li key={image.url}><Picture url={image.url} alt={image.alt ?? ''} large /></li>)}</ul>
        </Card>
      )}
      {parts.length > 0 && (
        <Card label={text.options} padded>
          <dl className={classes.parts}>{parts.map(([name, values]) => <Part key={name} name={name} values={values} />)}</dl>
        </Card>
      )}
      {words && <Card title={text.description} padded><p className={classes.words}>{words}</p></Card>}
    </>
  );
}

function named(title: string, labels: Product['tags']): (readonly [string, readonly string[]])[] {
  return labels.length === 0 ? [] : [[title, labels.map(({ name }) => name)]];
}

function Part({ name, values }: { name: string; values: readonly string[] }): ReactNode {
  return (
    <div>
      <dt><bdi>{name}</bdi></dt>
      <dd><ul className={classes.chips}>{values.map((value) => <li key={value}><bdi>{value}</bdi></li>)}</ul></dd>
    </div>
  );
}
