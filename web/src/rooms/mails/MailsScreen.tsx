import { Button } from '@mantine/core';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Sign } from '../../ui/State.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { type Mail, MAILS, readMails } from './api.ts';
import { SIGNS } from './model.ts';
import { Letter } from './parts/Letter.tsx';
import { text } from './text.ts';

/** The mails that went out or were kept; each opens in its place, as text. */
export default function MailsScreen() {
  const rows = useRows<Mail>({
    key: MAILS,
    id: (mail) => mail.id,
    read: ({ limit, cursor, signal }) => readMails({ limit, cursor }, signal),
  });
  return (
    <>
      <PageHead
        title={text.title}
        facts={text.facts}
        // Looking is noted in the log, so it is done when somebody wants it.
        actions={<Button leftSection={<Icon name="refresh" />} onClick={rows.retry}>{text.again}</Button>}
      />
      <DataTable
        name="mails"
        label={text.list}
        rows={rows}
        columns={columns()}
        nameOf={(mail) => mail.subject || text.noSubject}
        detail={(mail) => <Letter mail={mail} />}
        empty={<Empty title={text.empty} more={text.emptyMore} />}
      />
    </>
  );
}

function columns(): Column<Mail>[] {
  return [
    { id: 'subject', head: text.heads.subject, kind: 'long', phone: 'title', cell: (mail) => <bdi>{mail.subject || text.noSubject}</bdi> },
    { id: 'to', head: text.heads.to, kind: 'name', phone: 'more', cell: (mail) => <bdi className="muted">{mail.to}</bdi> },
    { id: 'state', head: text.heads.state, kind: 'state', cell: ({ state }) => <Sign shape={SIGNS[state][0]} colour={SIGNS[state][1]}>{text.states[state]}</Sign> },
    { id: 'made', head: text.heads.made, kind: 'time', phone: 'end', cell: (mail) => <Time at={mail.made_at} /> },
  ];
}
