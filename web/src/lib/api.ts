// The typed client: paths, bodies and answers as docs/openapi.json has them.
import type { components, paths } from './api.gen.ts';
import { type Answer, ask, type Asked, type Method, type Query } from './http.ts';

export type Schemas = components['schemas'];
type Lower = { GET: 'get'; POST: 'post'; PUT: 'put'; PATCH: 'patch'; DELETE: 'delete' };
type Operation<P extends keyof paths, M extends Method> = NonNullable<paths[P][Lower[M] & keyof paths[P]]>;
type PathsWith<M extends Method> = {
  [P in keyof paths]: [Operation<P, M>] extends [never] ? never : P;
}[keyof paths];
type Json<R> = R extends { content: { 'application/json': infer B } } ? B : null;
type Ok<O> = O extends { responses: infer R } ? Json<R[Extract<keyof R, 200 | 201 | 202 | 204>]> : never;
type PathOf<O> = O extends { parameters: { path: infer V extends object } } ? V : never;
type QueryOf<O> = O extends { parameters: { query?: infer V } } ? (V extends object ? V : never) : never;
type BodyOf<O> = O extends { requestBody?: infer R } ? Json<NonNullable<R>> : null;

export type Given<O> = Omit<Asked, 'query' | 'body'> &
  ([PathOf<O>] extends [never] ? unknown : { path: PathOf<O> }) &
  ([QueryOf<O>] extends [never] ? unknown : { query?: { [K in keyof QueryOf<O>]?: QueryOf<O>[K] | undefined } }) &
  (BodyOf<O> extends null ? unknown : O extends { requestBody: object } ? { body: BodyOf<O> } : { body?: BodyOf<O> });
type Rest<O> = Record<never, never> extends Given<O> ? [given?: Given<O>] : [given: Given<O>];
/** An answer with the version of the thing, for If-Match. */
export type Versioned<T> = { body: T; version: number | null; seenAt: Date | null };

export type BodyOfAnswer<M extends Method, P extends PathsWith<M>> = Ok<Operation<P, M>>;

function caller<M extends Method>(method: M) {
  return async <P extends PathsWith<M>>(path: P, ...[given]: Rest<Operation<P, M>>): Promise<Ok<Operation<P, M>>> =>
    (await raw(method, path, given)).body as Ok<Operation<P, M>>;
}

async function raw(method: Method, path: string, given: unknown = {}): Promise<Answer> {
  const { path: places, ...asked } = given as Asked & { path?: Record<string, unknown> };
  return ask(method, fill(path, places ?? {}), asked as Asked & { query?: Query });
}

export const api = {
  get: caller('GET'),
  post: caller('POST'),
  put: caller('PUT'),
  patch: caller('PATCH'),
  delete: caller('DELETE'),
  /** As `get`, with the version that a later write names. */
  async read<P extends PathsWith<'GET'>>(
    path: P,
    ...[given]: Rest<Operation<P, 'GET'>>
  ): Promise<Versioned<Ok<Operation<P, 'GET'>>>> {
    const { body, version, seenAt } = await raw('GET', path, given);
    return { body: body as Ok<Operation<P, 'GET'>>, version, seenAt };
  },
};

/** `/api/jobs/{id}` with its places filled; a value cannot leave its place. */
export function fill(path: string, places: Record<string, unknown>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = places[name];
    if (value === undefined || value === '') throw new Error(`${path} needs ${name}`);
    return encodeURIComponent(String(value));
  });
}
