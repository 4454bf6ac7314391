import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMay } from '../../../lib/me.ts';
import { number, percent } from '../../../lib/number.ts';
import { Figures } from '../../../ui/Figures.tsx';
import { Time } from '../../../ui/Time.tsx';
import { text } from '../accountText.ts';
import { type Account, healthQuery } from '../api.ts';
import { workedShare } from '../model.ts';

/** Whether it answers, told in five numbers; each opens what it is made of. */
export function HealthStrip({ account }: { account: Account }) {
  const may = useMay();
  const { data: health, error } = useQuery(healthQuery(account.id));
  const at = `/connections/${account.id}`;
  const all = health?.outcomes.reduce((sum, one) => sum + one.calls, 0) ?? 0;
  const share = health && workedShare(health.outcomes);
  const well = health?.outcomes.find((one) => one.outcome === 'ok')?.calls ?? 0;
  const calls = may('connections.call.read') ? { to: `${at}/calls`, why: text.showCalls } : {};
  const unknown = error ? '–' : undefined;
  return (
    <Figures
      small
      label={text.health}
      figures={[
        { name: text.worked, value: health ? (share === null || share === undefined ? text.noCalls : percent(share)) : unknown, ...(all > 0 && { more: text.ofKept(number(all)), ...calls }) },
        { name: text.wrong, value: health ? number(all - well) : unknown, ...(all - well > 0 && calls) },
        { name: text.read, value: aged(account.read_at) },
        { name: text.written, value: aged(account.written_at) },
        { name: text.hook, value: health ? aged(health.hook_at) : unknown, ...(health?.hook_at && may('connections.hook.read') && { to: `${at}/webhooks`, why: text.showHooks }) },
      ]}
    />
  );
}

function aged(at: string | null): ReactNode {
  return at ? <Time at={at} /> : text.never;
}
