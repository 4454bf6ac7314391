import { usePlaces } from '../../../lib/address.ts';
import { PageHead } from '../../../ui/PageHead.tsx';
import { text } from './mediaText.ts';
import { MediaTab } from './parts/MediaTab.tsx';

/** The pictures of one product. */
export default function PicturesScreen() {
  const { id = '' } = usePlaces();
  return (
    <>
      <PageHead title={text.title} />
      <MediaTab productId={id} />
    </>
  );
}
