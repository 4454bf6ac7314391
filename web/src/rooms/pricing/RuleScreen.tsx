import { useQuery } from '@tanstack/react-query';
import { usePlaces } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Refusal } from '../../lib/problem.ts';
import { ruleQuery } from './api.ts';
import { BLANK, typedOf } from './model.ts';
import { RuleEditor } from './parts/RuleEditor.tsx';
import { text } from './ruleText.ts';

const NEW = 'new';

/** One rule: for which offers, which layers, and what it would do before it is kept. */
export default function RuleScreen() {
  const { id = NEW } = usePlaces();
  const may = useMay()('pricing.rule.write');
  const rule = useQuery({ ...ruleQuery(id), enabled: id !== NEW });
  if (id === NEW) return <RuleEditor id={null} version={0} initial={BLANK} person="" may={may} />;
  if (rule.data) {
    const { body, version } = rule.data;
    if (body.state === 'archived') return <Missing />;
    return <RuleEditor key={body.version} id={id} version={version ?? body.version} initial={typedOf(body)} person={body.person} may={may} />;
  }
  if (rule.error instanceof Refusal && rule.error.status === 404) return <Missing />;
  return (
    <>
      <PageHead title={text.layers} />
      <Card>{rule.error ? <ErrorState error={rule.error} retry={() => void rule.refetch()} /> : <Loading rows={8} />}</Card>
    </>
  );
}

function Missing() {
  return (
    <Empty title={text.gone} more={text.goneMore} whole>
      <Link to="/pricing" className="button">{text.back}</Link>
    </Empty>
  );
}
