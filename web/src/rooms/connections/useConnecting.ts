import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useGo } from '../../lib/address.ts';
import { toast } from '../../lib/toasts.ts';
import { type FormOf, useForm } from '../../ui/form/useForm.ts';
import { type Account, ACCOUNTS, beginConsent, connect, type Fields, look, type Look, type Platform, renewKeys, type SignIn } from './api.ts';
import { text } from './connectText.ts';
import { fieldsOf, isConsent, isGood, keysFor, sameFields, wrongKey } from './model.ts';

export const NAME = 'name';

export type Connecting = {
  form: FormOf<Record<string, string>>;
  /** What the last test found; null before it. */
  looked: Look | null;
  /** The keys are other than those that were tested. */
  changed: boolean;
  /** What the button does now. */
  next: 'test' | 'connect' | 'go';
  /** Tests once more what was tested: somebody may have granted more meanwhile. */
  testAgain: () => void;
};

type Wish = { platform: Platform; way: SignIn; account: Account | null };

/** Keys are tried out before they are saved; what is refused is told at its field, and nothing typed is lost. */
export function useConnecting({ platform, way, account }: Wish): Connecting {
  const client = useQueryClient();
  const go = useGo();
  const [tested, setTested] = useState<{ fields: Fields; look: Look } | null>(null);
  const onlyTest = useRef(false);
  const keys = keysFor(platform, way);
  const names = keys.map((key) => key.name);

  async function save(fields: Fields, name: string): Promise<void> {
    const made = account ? await renewKeys(account.id, fields) : await connect(platform.name, fields, name);
    await client.invalidateQueries({ queryKey: ACCOUNTS });
    toast(account || tested?.look.known_as ? text.connectedAgain(made.name) : text.connected(made.name));
    go(`/connections/${made.id}`);
  }

  async function leave(fields: Fields, name: string): Promise<void> {
    const { url } = await beginConsent(platform.name, fields, name, account?.id ?? null);
    window.location.assign(url);
  }

  const form = useForm<Record<string, string>>({
    name: `connect ${platform.name} ${way} ${account?.id ?? 'new'}`,
    initial: Object.fromEntries([...names, NAME].map((name) => [name, ''])),
    secrets: keys.filter((key) => key.hidden).map((key) => key.name),
    checks: Object.fromEntries(
      keys.map((key) => [
        key.name,
        (value: string) => {
          const wrong = wrongKey(key, value);
          return wrong === null ? '' : wrong === 'missing' ? text.missing : text.pattern(key.hint);
        },
      ]),
    ),
    submit: async (values) => {
      const fields = fieldsOf(keys, values);
      const name = (values[NAME] ?? '').trim();
      if (isConsent(way)) return leave(fields, name);
      const saves = !onlyTest.current && tested !== null && isGood(tested.look) && sameFields(tested.fields, fields);
      onlyTest.current = false;
      if (saves) return save(fields, name);
      setTested({ fields, look: await look(platform.name, fields, account?.id ?? null) });
    },
  });
  const changed = tested !== null && !sameFields(tested.fields, fieldsOf(keys, form.values));
  const good = tested !== null && isGood(tested.look) && !changed;
  return {
    form,
    looked: tested?.look ?? null,
    changed,
    next: isConsent(way) ? 'go' : good ? 'connect' : 'test',
    testAgain() {
      onlyTest.current = true;
      form.submit();
    },
  };
}
