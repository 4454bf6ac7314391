import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useMay } from '../../../../lib/me.ts';
import { number } from '../../../../lib/number.ts';
import { Refusal } from '../../../../lib/problem.ts';
import { offlineSince } from '../../../../lib/reach.ts';
import { useSignal } from '../../../../lib/signal.ts';
import { toast } from '../../../../lib/toasts.ts';
import { attempt, useAct } from '../../../../lib/useAct.ts';
import { Card } from '../../../../ui/Card.tsx';
import { Empty } from '../../../../ui/Empty.tsx';
import { ErrorState } from '../../../../ui/ErrorState.tsx';
import { Icon } from '../../../../ui/Icon.tsx';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { Loading } from '../../../../ui/Loading.tsx';
import { Note } from '../../../../ui/Note.tsx';
import { Stack } from '../../../../ui/PageHead.tsx';
import { Thumbnail } from '../../../../ui/Thumbnail.tsx';
import { addPicture, arrangePictures, type Picture, picturesQuery, PICTURE_BYTES_MAX, unusedQuery } from '../api.ts';
import classes from '../files.module.css';
import { text } from '../mediaText.ts';
import { moved } from '../model.ts';
import { UnusedCard } from './UnusedCard.tsx';

const KINDS = 'image/jpeg,image/png,image/webp,image/gif,image/avif';

/** The pictures of a product: more of them, their order, and what is seen on each. */
export function MediaTab({ productId }: { productId: string }) {
  const may = useMay()('catalog.product.write');
  const { data, error, refetch } = useQuery(picturesQuery(productId));
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={3} />;
  return (
    <Stack>
      <Pictures productId={productId} pictures={data} may={may} />
      {may && <UnusedCard productId={productId} pictures={data} />}
    </Stack>
  );
}

type Props = { productId: string; pictures: readonly Picture[]; may: boolean };

function Pictures({ productId, pictures, may }: Props) {
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const offline = useSignal(offlineSince) !== null;
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const [adding, setAdding] = useState(0);
  const { busy, refused, act } = useAct();
  const key = picturesQuery(productId).queryKey;

  async function arrange(wanted: readonly Picture[], was = pictures): Promise<void> {
    setRefusals([]);
    const { items } = await arrangePictures(productId, wanted, was.map(({ digest }) => digest));
    client.setQueryData(key, items);
    await client.invalidateQueries({ queryKey: unusedQuery.queryKey });
  }

  async function add(files: readonly File[]): Promise<void> {
    const said: string[] = [];
    setRefusals([]);
    setAdding(files.length);
    // One after the other, so that they stand in the order in which they were chosen.
    for (const file of files) {
      try {
        if (file.size > PICTURE_BYTES_MAX) said.push(text.refused(file.name, text.kinds));
        else await addPicture(productId, file);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        said.push(text.refused(file.name, `${error.message} ${error.nextStep}`));
      }
    }
    setAdding(0);
    setRefusals(said);
    await client.invalidateQueries({ queryKey: key });
  }

  function remove(place: number): void {
    const left = pictures.filter((_, at) => at !== place);
    void act(async () => {
      await arrange(left);
      toast(text.removed, { act: { label: text.undo, icon: 'undo', run: () => attempt(() => arrange(pictures, left)) } });
    });
  }

  return (
    <Card
      title={text.title}
      sub={may ? text.more : undefined}
      end={may && <Button leftSection={<Icon name="plus" />} loading={adding > 0} disabled={offline} onClick={() => input.current?.click()}>{text.add}</Button>}
    >
      {/* Dropping is one way more; the button does the same by keys. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        role="group"
        aria-label={text.title}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => { event.preventDefault(); if (may && !offline) void add([...event.dataTransfer.files]); }}
      >
        {pictures.length === 0 && <Empty title={text.empty} more={text.kinds} />}
        {adding > 0 && <p className={`muted ${classes.none}`} role="status">{text.adding(number(adding))}</p>}
        <Refused words={[...refusals, ...(refused ? [`${refused.message} ${refused.nextStep}`] : [])]} />
        <ol className={classes.pictures}>
          {pictures.map((picture, place) => (
            <One
              key={`${picture.digest} ${picture.variant_id ?? ''} ${picture.alt}`}
              picture={picture}
              place={place}
              last={place === pictures.length - 1}
              off={!may || busy || offline}
              onMove={(by) => void act(() => arrange(moved(pictures, place, by)))}
              onAlt={(alt) => void act(() => arrange(pictures.map((each, at) => (at === place ? { ...each, alt } : each))))}
              onRemove={() => remove(place)}
            />
          ))}
        </ol>
        {pictures.some(({ public_url: url }) => url === null) && <div className={classes.none}><Note icon="globe">{text.noAddress}</Note></div>}
        <input ref={input} type="file" className="sr" tabIndex={-1} aria-label={text.add} accept={KINDS} multiple onChange={(event) => { void add([...(event.currentTarget.files ?? [])]); event.currentTarget.value = ''; }} />
      </div>
    </Card>
  );
}

function Refused({ words }: { words: readonly string[] }) {
  if (words.length === 0) return null;
  return <div className={classes.none}><Note tone="bad" icon="warn" role="alert">{words.map((one) => <p key={one} lang="en">{one}</p>)}</Note></div>;
}

type OneProps = { picture: Picture; place: number; last: boolean; off: boolean; onMove: (by: -1 | 1) => void; onAlt: (alt: string) => void; onRemove: () => void };

function One({ picture, place, last, off, onMove, onAlt, onRemove }: OneProps) {
  const [alt, setAlt] = useState(picture.alt);
  const at = place + 1;
  return (
    <li className={classes.picture}>
      <Thumbnail digest={picture.digest} alt={picture.alt || text.place(at)} />
      <div className={classes.tools}>
        <span className="faint small">{place === 0 ? text.first : text.fit(number(picture.width), number(picture.height))}</span>
        <IconButton icon="left" size={28} label={text.sooner(at)} disabled={off || place === 0} onClick={() => onMove(-1)} />
        <IconButton icon="right" size={28} label={text.later(at)} disabled={off || last} onClick={() => onMove(1)} />
        <IconButton icon="x" size={28} label={text.remove(at)} disabled={off} onClick={onRemove} />
      </div>
      <TextInput aria-label={text.altOf(at)} placeholder={text.alt} value={alt} maxLength={500} disabled={off} autoComplete="off" onChange={(event) => setAlt(event.currentTarget.value)} onBlur={() => alt !== picture.alt && onAlt(alt)} />
    </li>
  );
}
