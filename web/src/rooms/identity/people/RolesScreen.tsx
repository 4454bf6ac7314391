import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useAddress, wordOf } from '../../../lib/address.ts';
import { useMe } from '../../../lib/me.ts';
import { PHONE, useMatch } from '../../../lib/useMatch.ts';
import { Card } from '../../../ui/Card.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { PageHead } from '../../../ui/PageHead.tsx';
import { rolesQuery } from './api.ts';
import { isRole, ROLES, table } from './model.ts';
import { PeopleTabs } from './parts/PeopleTabs.tsx';
import { RolesTable } from './parts/RolesTable.tsx';
import classes from './RolesScreen.module.css';
import { text } from './text.ts';

/** The roles and all that they may, as a table to be read and printed. */
export default function RolesScreen() {
  const roles = useQuery(rolesQuery);
  const own = useMe()?.workspace?.role ?? 'owner';
  const { search, change } = useAddress();
  // There is room for one role only.
  const phone = useMatch(PHONE);
  const word = wordOf(search, 'role');
  const chosen = isRole(word) ? word : own;

  return (
    <>
      <PageHead
        title={text.title}
        facts={text.rolesSub}
        actions={<Button className={classes.print ?? ''} leftSection={<Icon name="print" />} onClick={() => window.print()}>{text.print}</Button>}
      />
      <PeopleTabs />
      <NativeSelect
        className={classes.choose ?? ''}
        label={text.chooseRole}
        description={text.about[chosen]}
        inputWrapperOrder={['label', 'input', 'description']}
        data={ROLES.map((role) => ({ value: role, label: text.names[role] }))}
        value={chosen}
        onChange={(event) => change({ role: event.currentTarget.value })}
        rightSection={<Icon name="down" size={12} />}
      />
      <Card label={text.roles}>
        {roles.data ? (
          <RolesTable rooms={table(roles.data)} roles={phone ? [chosen] : ROLES} />
        ) : roles.error ? (
          <ErrorState error={roles.error} retry={() => void roles.refetch()} />
        ) : (
          <Loading rows={12} />
        )}
      </Card>
    </>
  );
}
