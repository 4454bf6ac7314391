import classes from './Tile.module.css';

const LETTERS: Readonly<Record<string, string>> = { shopify: 'SF', woocommerce: 'WC', shopee: 'SP', tiktok: 'TT', lazada: 'LZ' };

/** Two letters for a platform: no logo, no colour. */
export function lettersOf(platform: string): string {
  return LETTERS[platform] ?? platform.slice(0, 2).toUpperCase();
}

export function Tile({ platform, big = false }: { platform: string; big?: boolean }) {
  return <span className={`${classes.tile} ${big ? classes.big : ''}`} aria-hidden="true">{lettersOf(platform)}</span>;
}
