import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../lib/me.ts';
import { toast } from '../../lib/toasts.ts';
import { attempt, useAct } from '../../lib/useAct.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { editPlace, placesQuery, STOCK } from './api.ts';
import { PlaceDialog } from './parts/PlaceDialog.tsx';
import { Refused, StockTabs, Wide } from './parts/Shared.tsx';
import classes from './parts/stock.module.css';
import { text } from './restText.ts';
import type { Place } from './shapes.ts';
import { countryName } from '../../lib/country.ts';

/** Where goods lie, in the order in which they are sold from. */
export default function PlacesScreen() {
  const may = useMay()('stock.place.write');
  const places = useQuery(placesQuery);
  const [open, setOpen] = useState<Place | 'new' | null>(null);
  const shown = (places.data ?? []).filter(({ state, kind }) => state === 'active' && kind !== 'transit');
  return (
    <>
      <PageHead title={text.places} facts={text.placesFacts} actions={may && <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => setOpen('new')}>{text.addPlace}</Button>} />
      <StockTabs />
      <Stack>
        {!places.data && <Card label={text.places}>{places.error ? <ErrorState error={places.error} retry={() => void places.refetch()} /> : <Loading rows={3} />}</Card>}
        {places.data && shown.length === 0 && <Card><Empty title={text.noPlaces} more={text.noPlacesMore} /></Card>}
        {shown.length > 0 && <List places={shown} may={may} onEdit={setOpen} />}
      </Stack>
      <PlaceDialog place={open} last={Math.max(0, ...shown.map(({ position }) => position))} onClose={() => setOpen(null)} />
    </>
  );
}

function List({ places, may, onEdit }: { places: readonly Place[]; may: boolean; onEdit: (place: Place) => void }) {
  const client = useQueryClient();
  const { busy, refused, act } = useAct();
  const anew = () => client.invalidateQueries({ queryKey: STOCK });
  // Two of the same place in the order would never change places: each gets the place where it stands.
  const move = (from: number, by: number) => act(async () => {
    const order = places.toSpliced(from, 1).toSpliced(from + by, 0, places[from] as Place);
    for (const [position, place] of order.entries()) if (place.position !== position) await editPlace(place, { position });
    await anew();
  });
  const archive = (place: Place) => act(async () => {
    const archived = await editPlace(place, { state: 'archived' });
    await anew();
    toast(text.placeArchived, { act: { label: text.undo, icon: 'undo', run: () => attempt(async () => { await editPlace(archived, { state: 'active' }); await anew(); }) } });
  });
  return (
    <>
      <Refused refused={refused} />
      <Card label={text.places}>
        <Wide label={text.places}>
          <table className={classes.lines}>
            <thead><tr><th scope="col">{text.place}</th><th scope="col">{text.kind}</th><th scope="col">{text.country}</th>{may && <th scope="col"><span className="sr">{text.act}</span></th>}</tr></thead>
            <tbody>
              {places.map((place, at) => (
                <tr key={place.id}>
                  <th scope="row"><bdi>{place.name}</bdi></th>
                  <td className="muted">{text.placeKinds[place.kind]}</td>
                  <td className="muted">{place.country && countryName(place.country)}</td>
                  {may && (
                    <td className={classes.acts}>
                      <IconButton icon="up" size={24} label={text.up(place.name)} disabled={at === 0 || busy} onClick={() => void move(at, -1)} />
                      <IconButton icon="down" size={24} label={text.down(place.name)} disabled={at === places.length - 1 || busy} onClick={() => void move(at, 1)} />
                      <IconButton icon="edit" size={24} label={text.edit(place.name)} onClick={() => onEdit(place)} />
                      <IconButton icon="trash" size={24} label={text.archive(place.name)} disabled={busy} onClick={() => void archive(place)} />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      </Card>
    </>
  );
}
