import type { Shops } from '../../../lib/shops.ts';
import type { ShapeName } from '../../../ui/Shape.tsx';
import type { Colour } from '../../../ui/states.ts';
import { DifferenceLine } from '../../../ui/change/DifferenceList.tsx';
import { Sign } from '../../../ui/State.tsx';
import type { Column } from '../../../ui/table/columns.ts';
import { Time } from '../../../ui/Time.tsx';
import type { Drift, DriftState } from './api.ts';
import { text } from './text.ts';

const SIGNS: Record<DriftState, readonly [ShapeName, Colour]> = {
  found: ['unequal', 'warn'], kept: ['check', 'ink2'], restored: ['back', 'accent'], handed: ['chevrons', 'ink3'], gone: ['check', 'ok'],
};

export function DriftSign({ state }: { state: DriftState }) {
  const [shape, colour] = SIGNS[state];
  return <Sign shape={shape} colour={colour}>{text.states[state]}</Sign>;
}

export const nameOf = (one: Drift) => one.title || one.thing;

/** From what we want to what the shop shows; of what is not there any more there are no two sides. */
export function Change({ one }: { one: Drift }) {
  if (one.field === '') return <span className="warn">{text.missing}</span>;
  return <DifferenceLine differences={[{ field: one.field, before: one.base, after: one.theirs }]} />;
}

export function columns(shops: Shops): Column<Drift>[] {
  const { thing, field, shop, state, when } = text.heads;
  return [
    { id: 'thing', head: thing, kind: 'name', cell: (one) => <bdi>{nameOf(one)}</bdi> },
    { id: 'field', head: field, kind: 'long', phone: 'more', cell: (one) => <Change one={one} /> },
    { id: 'shop', head: shop, kind: 'text', cell: (one) => <bdi>{shops.nameOf(one.account_id)}</bdi> },
    { id: 'state', head: state, kind: 'state', phone: 'end', cell: (one) => <DriftSign state={one.state} /> },
    { id: 'when', head: when, kind: 'time', cell: (one) => <Time at={one.first_at} /> },
  ];
}
