import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../lib/me.ts';
import { useShops } from '../../lib/shops.ts';
import { toast } from '../../lib/toasts.ts';
import { attempt } from '../../lib/useAct.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { LISTINGS, removeTemplate, type Template, templatesQuery } from './api.ts';
import { ListingsTabs } from './parts/ListingsTabs.tsx';
import classes from './parts/rules.module.css';
import { TemplateDialog } from './parts/TemplateDialog.tsx';
import { text } from './rulesText.ts';
import { text as common } from './text.ts';

/** Texts with variables, and where they hold. */
export default function TemplatesScreen() {
  const { data, error, refetch } = useQuery(templatesQuery);
  const may = useMay()('listings.template.write');
  const [open, setOpen] = useState<Template | 'new' | null>(null);
  return (
    <>
      <PageHead
        title={text.templates}
        facts={text.templatesFacts}
        actions={may && <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => setOpen('new')}>{text.add}</Button>}
      />
      <ListingsTabs />
      <Card label={text.templates}>
        {error && !data ? <ErrorState error={error} retry={() => void refetch()} /> : !data ? <Loading rows={4} /> : data.templates.length === 0 ? (
          <Empty title={text.none} more={text.noneMore} />
        ) : (
          <ul className={classes.list}>
            {data.templates.map((template) => <Line key={template.id} template={template} may={may} onOpen={() => setOpen(template)} />)}
          </ul>
        )}
      </Card>
      {data && <TemplateDialog template={open} known={data} onClose={() => setOpen(null)} />}
    </>
  );
}

function Line({ template, may, onOpen }: { template: Template; may: boolean; onOpen: () => void }) {
  const client = useQueryClient();
  const shops = useShops();
  const remove = () =>
    attempt(async () => {
      await removeTemplate(template);
      toast(text.removed);
      await client.invalidateQueries({ queryKey: LISTINGS });
    });
  return (
    <li>
      <span className={classes.words}>
        <b><bdi>{template.name}</bdi></b>
        <code>{template.text}</code>
        <small>
          {common.fields[template.field] ?? template.field}, <bdi>{template.account_id ? shops.nameOf(template.account_id) : text.everywhere}</bdi>
        </small>
      </span>
      {may && (
        <span className={classes.acts}>
          <Button size="xs" onClick={onOpen} aria-label={`${text.edit}: ${template.name}`}>{text.edit}</Button>
          <Button size="xs" onClick={remove} aria-label={`${text.remove}: ${template.name}`}>{text.remove}</Button>
        </span>
      )}
    </li>
  );
}
