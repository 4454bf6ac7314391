import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { bytesQuery } from '../lib/pictures.ts';
import { Icon } from './Icon.tsx';
import classes from './Thumbnail.module.css';

const SIDE = 320;

/** A small one of ours, asked for as the person who looks: the page takes no other kind of address. */
export function Thumbnail({ digest, alt }: { digest: string; alt: string }) {
  const { data } = useQuery(bytesQuery(digest, SIDE));
  const [url, setUrl] = useState('');
  useEffect(() => {
    if (!data) return;
    const reader = new FileReader();
    reader.addEventListener('load', () => setUrl(String(reader.result)));
    reader.readAsDataURL(data);
    return () => reader.abort();
  }, [data]);
  return <span className={classes.frame}>{url ? <img src={url} alt={alt} /> : <Icon name="catalog" size={20} />}</span>;
}
