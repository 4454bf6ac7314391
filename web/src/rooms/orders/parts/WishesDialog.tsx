import { useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { ChoiceField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Loading } from '../../../ui/Loading.tsx';
import { Note } from '../../../ui/Note.tsx';
import type { ShapeName } from '../../../ui/Shape.tsx';
import { Sign } from '../../../ui/State.tsx';
import type { Colour } from '../../../ui/states.ts';
import { setWishes, type Wishes, type WishTold, wishesQuery } from '../sourceApi.ts';
import { text } from '../sourceText.ts';
import { effectBy, ownOf, saidOf } from '../sources.ts';
import { PURCHASES } from '../suppliedApi.ts';
import classes from './orders.module.css';

const SURE: Readonly<Record<WishTold['sureness'], readonly [ShapeName, Colour]>> = { confirmed: ['check', 'ok'], memo_only: ['question', 'ink2'], none: ['slashed', 'warn'] };

/** How one supplier order is sent, with what this supplier can do of it, and what comes of each word. */
export function WishesDialog({ id, onClose }: { id: string | null; onClose: () => void }) {
  return (
    <Dialog open={id !== null} onClose={onClose} labelledBy="wishes-title">
      {id !== null && <Read key={id} id={id} onClose={onClose} />}
    </Dialog>
  );
}

function Read({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery(wishesQuery(id));
  return (
    <>
      <DialogHead id="wishes-title" title={data ? text.wishesTitle(data.number) : text.wishes} onClose={onClose} />
      {data ? <Fields id={id} wishes={data} onClose={onClose} /> : <div className="card-body">{error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading rows={4} />}</div>}
    </>
  );
}

function Fields({ id, wishes, onClose }: { id: string; wishes: Wishes; onClose: () => void }) {
  const client = useQueryClient();
  const form = useForm<Record<string, string>>({
    name: `wishes ${id}`,
    initial: Object.fromEntries(wishes.items.map((wish) => [wish.name, saidOf(wish, wishes.own)])),
    checks: {},
    submit: async (values) => {
      await setWishes(id, ownOf(values));
      await client.invalidateQueries({ queryKey: PURCHASES });
      toast(text.saved);
    },
    onDone: onClose,
  });
  return (
    <div className="card-body">
      {!wishes.sayable && <Note tone="warn" icon="warn"><b>{wishes.why_not}</b> {wishes.next_step}</Note>}
      <Form form={form} label={text.wishes}>
        {wishes.sayable && <p className="muted">{text.wishesMore}</p>}
        <ul className={classes.options}>
          {wishes.items.map((wish) => {
            const effect = effectBy(wish, form.values[wish.name] ?? '');
            const [shape, colour] = SURE[wish.sureness];
            return (
              <li key={wish.name}>
                <div>
                  <ChoiceField form={form} name={wish.name} label={text.names[wish.name] ?? wish.name} disabled={!wishes.sayable} choices={[{ value: '', label: text.usual(wish.usual) }, { value: 'yes', label: text.yes }, { value: 'no', label: text.no }]} />
                  <p className={classes.signs}><Sign shape={shape} colour={colour}>{text.sure[wish.sureness]}</Sign></p>
                  <small>{text.effects[effect]}{wish.memo && (effect === 'written' || effect === 'asks') && <> <bdi>{`\u201C${wish.memo}\u201D`}</bdi></>}</small>
                </div>
              </li>
            );
          })}
        </ul>
        {wishes.sayable && <Submit form={form}>{text.save}</Submit>}
      </Form>
    </div>
  );
}
