import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@mantine/core';
import { usePlaces } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { quoteQuery } from './api.ts';
import { FloorDialog } from './parts/FloorDialog.tsx';
import { WhyTable, whyTitle } from './parts/WhyTable.tsx';
import { text } from './ruleText.ts';

/** Why one offer costs what it costs. */
export default function WhyScreen() {
  const { id = '' } = usePlaces();
  const may = useMay()('pricing.floor.write');
  const [setting, setSetting] = useState(false);
  const quote = useQuery(quoteQuery(id, null, null));
  const found = quote.data;
  return (
    <>
      <PageHead
        title={found?.title || text.untitled}
        facts={text.facts}
        actions={may && found && <Button leftSection={<Icon name="shield" />} onClick={() => setSetting(true)}>{text.setFloor}</Button>}
      />
      <Stack narrow>
        {found
          ? <Card title={whyTitle(found)}><WhyTable quote={found} /></Card>
          : <Card>{quote.error ? <ErrorState error={quote.error} retry={() => void quote.refetch()} /> : <Loading rows={8} />}</Card>}
      </Stack>
      {found && <FloorDialog open={setting} onClose={() => setSetting(false)} offer={{ id, title: found.title || text.untitled, currency: found.currency }} />}
    </>
  );
}
