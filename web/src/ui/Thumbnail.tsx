import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { bytesQuery } from '../lib/pictures.ts';
import { Icon } from './Icon.tsx';
import classes from './Thumbnail.module.css';

const SIDE = 320;
const SMALL_SIDE = 96;

type Props = { digest: string | null; alt: string; small?: boolean };

/** A small one of ours, asked for as the person who looks: the page takes no other kind of address. */
export function Thumbnail({ digest, alt, small = false }: Props) {
  const { data } = useQuery({ ...bytesQuery(digest ?? '', small ? SMALL_SIDE : SIDE), enabled: digest !== null });
  const [url, setUrl] = useState('');
  useEffect(() => {
    if (!data) return;
    const reader = new FileReader();
    reader.addEventListener('load', () => setUrl(String(reader.result)));
    reader.readAsDataURL(data);
    return () => reader.abort();
  }, [data]);
  return <span className={small ? classes.small : classes.frame}>{url ? <img src={url} alt={alt} /> : <Icon name="catalog" size={20} />}</span>;
}
