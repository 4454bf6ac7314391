// What only the operator can do, at the machine that runs Hanse.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a command says. */
export async function command(world, ...words) {
  const env = { ...process.env, HANSE_HOME: world.home };
  return (await run(process.env.PYTHON, ['-m', 'hanse', ...words], { env })).stdout;
}

/** That somebody proved who it is becomes as old as if an hour had passed. */
export async function anHourPasses(world, { email }) {
  const sql = `update identity_sessions set proven_at = proven_at - interval '1 hour'
    where person_id = (select id from identity_people where email = '${email}')`;
  await command(world, 'psql', '-c', sql);
}
