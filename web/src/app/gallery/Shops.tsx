import { JsonTree } from '../../ui/JsonTree.tsx';
import { PageTabs } from '../../ui/PageTabs.tsx';
import { Picture } from '../../ui/Picture.tsx';
import { Tile } from '../../ui/Tile.tsx';
import { Wire, WireSide } from '../../ui/Wire.tsx';
import classes from './Gallery.module.css';

const LAMP = { id: 4711, name: 'Brass Lamp', variants: [{ sku: 'HZ-0000001', price: '29.90', stock: null }], tags: ['brass', 'warm'], live: true };

/** What screens of shops are made of: tiles, pictures, tabs, both sides of a call, a document. */
export function Shops() {
  return (
    <div className={classes.stack}>
      <PageTabs label="Parts of a shop" tabs={[{ to: '/dev/gallery', label: 'Overview' }, { to: '/dev/gallery/calls', label: 'Calls' }]} />
      <div className="row"><Tile platform="shopify" /><Tile platform="woocommerce" big /><Picture url={null} alt="" /><Picture url="/logo.svg" alt="The mark" large /></div>
      <Wire>
        <WireSide title="We sent" more="key hidden" words="GET /wp-json/wc/v3/products/4711" />
        <WireSide title="Came back" more="200, 94 ms" words={JSON.stringify(LAMP, null, 2)} />
      </Wire>
      <JsonTree value={LAMP} label="Document of Brass Lamp" />
    </div>
  );
}
