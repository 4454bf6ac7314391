import { useQuery, useQueryClient } from '@tanstack/react-query';
import { number } from '../../../lib/number.ts';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { type FormOf, useForm } from '../../../ui/form/useForm.ts';
import { Note } from '../../../ui/Note.tsx';
import type { Proposal, Topics } from '../shapes.ts';
import { choicesQuery, proposalsQuery, TOPICS, watchTopic } from '../trendsApi.ts';
import { text } from '../trendText.ts';
import classes from './trends.module.css';

type By = 'words' | 'category' | 'feed';
type Typed = { account: string; by: string; words: string; category: string; part: string; feed: string; country: string; currency: string; pages: string };

const BYS: readonly By[] = ['words', 'category', 'feed'];
const PAGES = [1, 2, 3, 4, 5];
const USUAL = '3';

/** Words, a category or a feed; proposals fill in the words and watch nothing by themselves. */
export function TopicDialog({ open, topics, onClose }: { open: boolean; topics: Topics; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="topic-title" wide>
      <DialogHead id="topic-title" title={text.watch} onClose={onClose} />
      {open && <Fields topics={topics} onClose={onClose} />}
    </Dialog>
  );
}

function Fields({ topics, onClose }: { topics: Topics; onClose: () => void }) {
  const client = useQueryClient();
  const { dialog } = text;
  const before = topics.items.at(-1);
  const form = useForm<Typed>({
    name: 'new topic',
    initial: { account: topics.accounts[0]?.id ?? '', by: 'words', words: '', category: '', part: '', feed: '', country: before?.country ?? 'ID', currency: before?.currency ?? 'USD', pages: USUAL },
    checks: {
      words: (value, { by }) => (by === 'words' && value.trim() === '' ? dialog.wordsNeeded : ''),
      category: (value, { by }) => (by === 'category' && value === '' ? dialog.categoryNeeded : ''),
      feed: (value, { by }) => (by === 'feed' && value === '' ? dialog.feedNeeded : ''),
      country: (value) => (/^[A-Z]{2}$/.test(value.trim().toUpperCase()) ? '' : dialog.countryWrong),
      currency: (value) => (/^[A-Z]{3}$/.test(value.trim().toUpperCase()) ? '' : dialog.currencyWrong),
    },
    submit: async ({ account, by, words, category, part, feed, country, currency, pages }) => {
      const [id = '', name = ''] = parted(part || category);
      const sought = by === 'words' ? { words: words.trim() } : by === 'category' ? { words: name, category_id: id } : { feed };
      await watchTopic({ account_id: account, by: by as By, words: '', category_id: '', feed: '', ...sought, country: country.trim().toUpperCase(), currency: currency.trim().toUpperCase(), pages: Number(pages) });
      await client.invalidateQueries({ queryKey: TOPICS });
      toast(dialog.saved);
    },
    onDone: onClose,
  });
  const { by } = form.values;
  const { fill } = form;
  const choose = ({ words }: Proposal) => fill({ by: 'words', words });
  return (
    <div className="card-body">
      <Proposals onChoose={choose} />
      <Form form={form} label={text.watch}>
        <div className={classes.fields}>
          {topics.accounts.length > 1 && <ChoiceField form={form} name="account" label={dialog.account} choices={topics.accounts.map(({ id, name }) => ({ value: id, label: name }))} />}
          <ChoiceField form={form} name="by" label={dialog.by} choices={BYS.map((value) => ({ value, label: text.bys[value] }))} />
        </div>
        {by === 'words' ? <TextField form={form} name="words" label={dialog.words} help={dialog.wordsHelp} most={120} autoFocus /> : <Choices form={form} />}
        <div className={classes.fields}>
          <TextField form={form} name="country" label={dialog.country} help={dialog.countryHelp} width="short" />
          <TextField form={form} name="currency" label={dialog.currency} width="short" />
          <ChoiceField form={form} name="pages" label={dialog.pages} help={dialog.pagesHelp} choices={PAGES.map((count) => ({ value: String(count), label: dialog.pagesOf(count) }))} />
        </div>
        <Submit form={form}>{dialog.save}</Submit>
      </Form>
    </div>
  );
}

// A choice carries id and name, for a category is searched by its name.
const joined = (id: string, name: string) => `${id} ${name}`;
const parted = (value: string) => [value.slice(0, value.indexOf(' ')), value.slice(value.indexOf(' ') + 1)];

function Choices({ form }: { form: FormOf<Typed> }) {
  const { dialog } = text;
  const { account, by, category } = form.values;
  const found = useQuery(choicesQuery(account, ''));
  const [parent = ''] = parted(category);
  const below = useQuery({ ...choicesQuery(account, parent), enabled: by === 'category' && category !== '' });
  if (found.error) return <Note tone="warn" icon="warn" role="alert">{dialog.notAnswered} {found.error.message}</Note>;
  if (!found.data) return <p className="muted" role="status">{dialog.asking}</p>;
  if (by === 'feed') {
    const feeds = found.data.feeds.map(({ name, items }) => ({ value: name, label: items === null ? name : dialog.feedItems(name, number(items)) }));
    return <ChoiceField form={form} name="feed" label={dialog.feed} choices={[{ value: '', label: '' }, ...feeds]} />;
  }
  const top = found.data.categories.filter(({ parent_id: above }) => above === null);
  const parts = below.data?.categories ?? [];
  return (
    <div className={classes.fields}>
      <ChoiceField form={form} name="category" label={dialog.category} choices={[{ value: '', label: '' }, ...top.map(({ id, name }) => ({ value: joined(id, name), label: name }))]} />
      {parts.length > 0 && <ChoiceField form={form} name="part" label={dialog.part} choices={[{ value: '', label: dialog.wholeOf }, ...parts.map(({ id, name }) => ({ value: joined(id, name), label: name }))]} />}
    </div>
  );
}

function Proposals({ onChoose }: { onChoose: (proposal: Proposal) => void }) {
  const { data } = useQuery(proposalsQuery);
  const { dialog } = text;
  if (!data) return null;
  return (
    <div className={classes.proposals}>
      <b>{dialog.proposals}</b>
      {data.length === 0 ? <span className="muted">{dialog.noProposals}</span> : (
        <ul>
          {data.map((each) => (
            <li key={each.words}>
              <button type="button" className="link" onClick={() => onChoose(each)}><bdi>{each.words}</bdi></button>
              <small>{(each.why === 'best_seller' ? dialog.proposed.best_seller : dialog.proposed.category)(number(each.pieces))}</small>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
