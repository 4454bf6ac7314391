import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useMay } from '../../lib/me.ts';
import { Card } from '../../ui/Card.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { type Attribute, attributesQuery, type Brand, brandsQuery, categoriesQuery, type Category } from './api.ts';
import { lines } from './model.ts';
import { text } from './namesText.ts';
import { CatalogueTabs } from './parts/CatalogueTabs.tsx';
import classes from './parts/catalog.module.css';
import { AttributeDialog, BrandDialog, CategoryDialog } from './parts/NameDialogs.tsx';

type Open<T> = T | 'new' | null;

/** What products are named by: brands, our own tree of categories, and attributes. */
export default function NamesScreen() {
  return (
    <>
      <PageHead title={text.title} facts={text.facts} />
      <CatalogueTabs />
      <Stack narrow>
        <Categories />
        <Brands />
        <Attributes />
      </Stack>
    </>
  );
}

type ListedProps = { title: string; more: string; none: string; add: string; count: number | undefined; onAdd: () => void; children: ReactNode };

function Listed({ title, more, none, add, count, onAdd, children }: ListedProps) {
  const may = useMay()('catalog.product.write');
  return (
    <Card title={title} sub={more} end={may && <Button size="xs" aria-label={add} onClick={onAdd}>{text.add}</Button>}>
      {count === undefined ? <Loading rows={2} /> : count === 0 ? <p className={classes.none}>{none}</p> : <ul className={classes.rows}>{children}</ul>}
    </Card>
  );
}

function Edit({ name, onClick }: { name: string; onClick: () => void }) {
  const may = useMay()('catalog.product.write');
  return may ? <IconButton icon="edit" label={text.edit(name)} onClick={onClick} /> : null;
}

function Brands() {
  const { data } = useQuery(brandsQuery);
  const [open, setOpen] = useState<Open<Brand>>(null);
  return (
    <>
      <Listed title={text.brands} more={text.brandsMore} none={text.noBrands} add={text.addBrand} count={data?.length} onAdd={() => setOpen('new')}>
        {data?.map((one) => <li key={one.id}><bdi className={classes.grow}>{one.name}</bdi><Edit name={one.name} onClick={() => setOpen(one)} /></li>)}
      </Listed>
      <BrandDialog open={open} onClose={() => setOpen(null)} />
    </>
  );
}

function Categories() {
  const { data } = useQuery(categoriesQuery);
  const [open, setOpen] = useState<Open<Category>>(null);
  const named = new Map(data?.map((one) => [one.id, one]));
  return (
    <>
      <Listed title={text.categories} more={text.categoriesMore} none={text.noCategories} add={text.addCategory} count={data?.length} onAdd={() => setOpen('new')}>
        {lines(data ?? []).map(({ id, depth, name }) => {
          const one = named.get(id);
          return (
            <li key={id}>
              <span className={classes.grow}>{'\u2003'.repeat(depth)}<bdi>{name}</bdi>{one?.state === 'archived' && <span className="faint small"> {text.archived}</span>}</span>
              {one && <Edit name={name} onClick={() => setOpen(one)} />}
            </li>
          );
        })}
      </Listed>
      <CategoryDialog open={open} all={data ?? []} onClose={() => setOpen(null)} />
    </>
  );
}

function Attributes() {
  const { data } = useQuery(attributesQuery);
  const [open, setOpen] = useState<Open<Attribute>>(null);
  return (
    <>
      <Listed title={text.attributes} more={text.attributesMore} none={text.noAttributes} add={text.addAttribute} count={data?.length} onAdd={() => setOpen('new')}>
        {data?.map((one) => (
          <li key={one.key}>
            <span className={classes.grow}><bdi>{one.name}</bdi>{one.state === 'archived' && <span className="faint small"> {text.archived}</span>}<small><code>{one.key}</code> · {text.types[one.type]}{one.unit && ` · ${one.unit}`}{one.choices && one.choices.length > 0 && ` · ${one.choices.join(', ')}`}</small></span>
            <Edit name={one.name} onClick={() => setOpen(one)} />
          </li>
        ))}
      </Listed>
      <AttributeDialog open={open} onClose={() => setOpen(null)} />
    </>
  );
}
