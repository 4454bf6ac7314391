import { Button } from '@mantine/core';
import { Empty } from '../Empty.tsx';
import { text } from './text.ts';

/** Empty by filter is another thing than empty. */
export function NoMatch({ count, onClear }: { count: number; onClear: () => void }) {
  return (
    <Empty title={text.noMatch} more={text.noMatchMore(count)} icon="filter">
      <Button onClick={onClear}>{text.clearFilters(count)}</Button>
    </Empty>
  );
}
