import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import type { Whole } from '../api.ts';
import { text } from '../productText.ts';
import { useGrid, type VariantGrid } from '../useGrid.ts';
import type { FormProps } from '../useSaving.tsx';
import classes from './catalog.module.css';
import { Refused } from './Refused.tsx';
import { SplitDialog } from './SplitDialog.tsx';
import { VariantsGrid } from './VariantsGrid.tsx';

/** All variants in one grid, saved as a whole; those that are selected are archived or split off. */
export function VariantsCard({ whole, save, onHold }: FormProps & { onHold: (busy: boolean) => void }) {
  const may = useMay()('catalog.product.write');
  const grid = useGrid(whole);
  const { busy, refused, act } = useAct();
  const isTyped = grid.changed > 0;
  useEffect(() => onHold(isTyped), [isTyped, onHold]);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const pick = (id: string) => setPicked((all) => (all.includes(id) ? all.filter((one) => one !== id) : [...all, id]));
  return (
    <Card title={text.variants} sub={may ? text.variantsSub : ''}>
      {refused && <div className={classes.none}><Refused refused={refused} /></div>}
      <VariantsGrid whole={whole} grid={grid} may={may} picked={picked} onPick={pick} />
      {may && (
        <div className={classes.foot}>
          <Button size="xs" leftSection={<Icon name="plus" />} onClick={grid.add}>{text.add}</Button>
          {picked.length > 0 && <Picked whole={whole} picked={picked} onMove={(edits) => void act(() => save(edits))} />}
          {grid.changed > 0 && <Changed grid={grid} busy={busy} onSave={() => void act(() => save(grid.edits(), grid.added()))} />}
        </div>
      )}
    </Card>
  );
}

type PickedProps = { whole: Whole; picked: readonly string[]; onMove: (edits: { variant_id: string; field: string; was: string; now: string }[]) => void };

function Picked({ whole, picked, onMove }: PickedProps) {
  const [splitting, setSplitting] = useState(false);
  const chosen = whole.variants.filter((one) => picked.includes(one.id));
  const now = chosen.some((one) => one.state === 'archived') ? 'active' : 'archived';
  return (
    <span className={classes.acts}>
      <span className="muted">{text.picked(picked.length)}</span>
      {picked.length < whole.variants.length && <Button size="xs" onClick={() => setSplitting(true)}>{text.split}</Button>}
      <Button size="xs" onClick={() => onMove(chosen.filter((one) => one.state !== now).map((one) => ({ variant_id: one.id, field: 'state', was: one.state, now })))}>
        {now === 'active' ? text.restore : text.archive}
      </Button>
      <SplitDialog open={splitting} onClose={() => setSplitting(false)} whole={whole} variantIds={picked} />
    </span>
  );
}

function Changed({ grid, busy, onSave }: { grid: VariantGrid; busy: boolean; onSave: () => void }) {
  const isWrong = grid.wrong.some((one) => one.length > 0);
  return (
    <span>
      <span className={isWrong ? 'bad' : 'muted'}>{isWrong ? text.wrongCells : text.changed(grid.changed)}</span>
      <Button size="xs" onClick={grid.reset}>{text.discard}</Button>
      <Button size="xs" variant="filled" loading={busy} disabled={isWrong} onClick={onSave}>{text.saveIt}</Button>
    </span>
  );
}
