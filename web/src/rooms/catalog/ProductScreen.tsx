import { useQuery } from '@tanstack/react-query';
import { usePlaces } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { Refusal } from '../../lib/problem.ts';
import { useTitle } from '../../lib/title.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Note } from '../../ui/Note.tsx';
import { PageHead, WithRail } from '../../ui/PageHead.tsx';
import { State } from '../../ui/State.tsx';
import { productQuery, type Whole } from './api.ts';
import { listOf, textOf } from './model.ts';
import { MediaTab } from './files/parts/MediaTab.tsx';
import { AttributesCard } from './parts/AttributesCard.tsx';
import { BundleCard } from './parts/BundleCard.tsx';
import { CostsCard } from './parts/CostsCard.tsx';
import { HistoryCard } from './parts/HistoryCard.tsx';
import { MergeDialog } from './parts/MergeDialog.tsx';
import { OffersCard } from './parts/OffersCard.tsx';
import { SortingCard } from './parts/SortingCard.tsx';
import { TextsCard } from './parts/TextsCard.tsx';
import { TranslationsCard } from './parts/TranslationsCard.tsx';
import { VariantsCard } from './parts/VariantsCard.tsx';
import { text as common } from './text.ts';
import { text } from './productText.ts';
import { useBase } from './useBase.ts';
import { useSaving } from './useSaving.tsx';

/** One product of ours with all that is known of it. */
export default function ProductScreen() {
  const { id = '' } = usePlaces();
  const { data, error, refetch } = useQuery(productQuery(id));
  useTitle(data && textOf(data.fields, 'title'));
  if (error instanceof Refusal && error.status === 404) {
    return (
      <Empty title={text.gone} more={text.goneMore} whole>
        <Link to="/catalog" className="button">{text.back}</Link>
      </Empty>
    );
  }
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={8} />;
  return <Shown key={data.id} whole={data} />;
}

function Shown({ whole }: { whole: Whole }) {
  const may = useMay();
  // What the forms were filled from: an edit says what its editor saw, so news do not change it below somebody's hands.
  const { base, hold, settle } = useBase(whole);
  const saving = useSaving(whole, settle);
  const sku = whole.variants.map((one) => textOf(one.fields, 'sku')).find(Boolean);
  const key = `${base.id} ${base.version}`;
  const form = { whole: base, save: saving.save };
  return (
    <>
      <PageHead
        title={textOf(whole.fields, 'title')}
        facts={<><State name={whole.state} />{sku && <span className="sku">{sku}</span>}<span>{common.variants(whole.variants.length)}</span><span className="faint">{listOf(whole.fields, 'options').join(' · ')}</span></>}
      />
      {whole.state === 'archived' && <Note tone="warn" icon="history">{text.archived}</Note>}
      <WithRail
        label={text.rail}
        rail={
          <>
            <OffersCard whole={whole} />
            <SortingCard key={`sorting ${key}`} {...form} />
            <AttributesCard key={`attributes ${key}`} {...form} />
            {may('catalog.cost.read') && <CostsCard whole={whole} />}
            <HistoryCard id={whole.id} version={whole.version} />
          </>
        }
      >
        <TextsCard key={`texts ${key}`} {...form} />
        <MediaTab productId={whole.id} />
        <VariantsCard key={`variants ${key}`} {...form} onHold={hold} />
        <BundleCard whole={whole} />
        <TranslationsCard key={`translations ${key}`} {...form} />
      </WithRail>
      {may('catalog.product.write') && <MergeDialog whole={whole} />}
      {saving.dialog}
    </>
  );
}
