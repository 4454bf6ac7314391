import { Empty } from '../../../ui/Empty.tsx';
import { Link } from '../../../ui/Link.tsx';
import { text } from '../text.ts';

/** An address that leads to nothing here. */
export function Gone() {
  return (
    <Empty title={text.gone} more={text.goneMore} whole>
      <Link to="/changes" className="button">{text.back}</Link>
    </Empty>
  );
}
