import { Icon } from '../../../../ui/Icon.tsx';
import type { Role } from '../api.ts';
import type { Permission, Room } from '../model.ts';
import { text } from '../text.ts';
import classes from './RolesTable.module.css';

type Props = { rooms: readonly Room[]; roles: readonly Role[] };

/** What each role may do, printed as a table. */
export function RolesTable({ rooms, roles }: Props) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{text.permission}</th>
          {roles.map((role) => (
            <th key={role} scope="col">
              <b>{text.names[role]}</b>
              <small>{text.about[role]}</small>
            </th>
          ))}
        </tr>
      </thead>
      {rooms.map(({ room, permissions }) => (
        <tbody key={room}>
          <tr className={classes.room}>
            <th scope="rowgroup" colSpan={roles.length + 1}>{roomName(room)}</th>
          </tr>
          {permissions.map((permission) => <Line key={permission.name} permission={permission} roles={roles} />)}
        </tbody>
      ))}
    </table>
  );
}

function Line({ permission, roles }: { permission: Permission; roles: readonly Role[] }) {
  return (
    <tr>
      <th scope="row">
        <span lang="en">{permission.sentence}</span>
        <code>{permission.name}</code>
      </th>
      {roles.map((role) => {
        const holds = permission.held.includes(role);
        return (
          <td key={role}>
            {holds ? <Icon name="check" className="ok" /> : <span className={classes.no} aria-hidden="true" />}
            <span className="sr">{holds ? text.holds(text.names[role]) : text.holdsNot(text.names[role])}</span>
          </td>
        );
      })}
    </tr>
  );
}

export function roomName(room: string): string {
  return (text.rooms as Record<string, string>)[room] ?? room;
}
