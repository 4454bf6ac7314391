import { Button } from '@mantine/core';
import { useState } from 'react';
import { DifferenceLine, DifferenceList } from '../../ui/change/DifferenceList.tsx';
import { askedOf } from '../../ui/change/fieldForm.ts';
import { FieldsForm } from '../../ui/change/FieldsForm.tsx';
import { FindingsList } from '../../ui/change/FindingsList.tsx';
import { HandOverDialog, type HandingOver } from '../../ui/change/HandOverDialog.tsx';
import { StateCounts } from '../../ui/change/StateCounts.tsx';
import { WireView } from '../../ui/change/WireView.tsx';
import classes from './Gallery.module.css';

const PRICE = { currency: 'IDR', minor: 9290000 };
const HANDED: HandingOver = { title: 'price, Kopi Kain', parts: [{ account: 'none', things: [], fields: ['price'] }] };
const DIFFERENCES = [
  { field: 'price', before: PRICE, after: { currency: 'IDR', minor: 9790000 } },
  { field: 'title', before: 'Brass lamp, large', after: 'Brass lamp, tall and bright' },
  { field: 'state', before: 'draft', after: 'live' },
  { field: 'tags', before: ['brass', 'sale'], after: ['brass', 'new'] },
  { field: 'listed', before: false, after: true },
];

/** What stands in a set of changes, and in its receipts. */
export function Changes() {
  const [handed, setHanded] = useState<HandingOver | null>(null);
  return (
    <div className={classes.grid}>
      <DifferenceList differences={DIFFERENCES} />
      <DifferenceLine differences={DIFFERENCES} />
      <StateCounts counts={{ proven: 11, sending: 2, approved: 1, refused: 1, unknown: 1 }} />
      <StateCounts counts={{ proposed: 16, held: 3 }} small />
      <FindingsList
        findings={[
          { severity: 'hint', code: 'a', sentence: 'A sale is running, so its price changes.', next_step: 'End the sale in the shop if it is not wanted.', field: 'price' },
          { severity: 'error', code: 'b', sentence: 'Price 9.90 is below the floor 12.00 set on 3 May.', next_step: 'Raise the price or change the floor.', field: 'price' },
        ]}
      />
      <FindingsList findings={[]} />
      <WireView request={{ method: 'POST', path: 'products/batch', body: '{"update":[{"id":4711,"regular_price":"97900"}]}' }} />
      <FieldsForm name="gallery change" fields={[askedOf('price', PRICE, null), askedOf('compare_at', null, PRICE), askedOf('state', 'live', null)]} verb="See what would be sent" reason submit={async () => {}} />
      <div><Button onClick={() => setHanded(HANDED)}>Hand over a field</Button></div>
      <HandOverDialog wanted={handed} onClose={() => setHanded(null)} />
    </div>
  );
}
