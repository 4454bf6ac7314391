import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { catalogue } from '../lib/catalogue.ts';
import { Refusal } from '../lib/problem.ts';
import { Empty } from './Empty.tsx';
import { Icon } from './Icon.tsx';

const text = catalogue({
  en: { cannotRead: 'This cannot be read now', again: 'Try again', request: (id: string) => `Request ${id}` },
  id: { cannotRead: 'Ini tidak dapat dibaca sekarang', again: 'Coba lagi', request: (id) => `Permintaan ${id}` },
});

type Props = {
  error: Error;
  retry?: () => void;
  /** What is shown instead, and how old that is. */
  more?: ReactNode;
};

/** What is wrong, what to do, and the button; never a code without words. */
export function ErrorState({ error, retry, more }: Props) {
  const refused = error instanceof Refusal ? error : null;
  return (
    <div role="alert">
      <Empty
        icon={refused?.status === 0 ? 'plug' : 'warn'}
        title={refused ? refused.message : text.cannotRead}
        more={
          <>
            {refused?.nextStep} {more}
            {refused?.requestId && refused.status >= 500 && <code className="faint"> {text.request(refused.requestId)}</code>}
          </>
        }
      >
        {retry && <Button leftSection={<Icon name="refresh" />} onClick={retry}>{text.again}</Button>}
      </Empty>
    </div>
  );
}
