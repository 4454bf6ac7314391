// Webhooks of the workspace: endpoints, their secrets, what was sent to them.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../../lib/api.ts';

export type Endpoint = Schemas['EndpointOut'];
export type EndpointState = Endpoint['state'];
export type Delivery = Schemas['DeliveryOut'];
export type DeliveryState = Delivery['state'];
export type Wanted = Schemas['EndpointIn'];

export const ENDPOINTS = ['notices', 'endpoint'] as const;
export const DELIVERIES = ['notices', 'delivery'] as const;

type Versioned = Pick<Endpoint, 'id' | 'version'>;

export const readEndpoints = (query: { limit: number; cursor: string | null }, signal?: AbortSignal) =>
  api.get('/api/notices/endpoints', { query, signal });

export const endpointQuery = (id: string) =>
  queryOptions({
    queryKey: [...ENDPOINTS, id],
    queryFn: ({ signal }) => api.get('/api/notices/endpoints/{id}', { path: { id }, signal }),
  });

export const makeEndpoint = (body: Wanted, key: string) => api.post('/api/notices/endpoints', { body, key });

export const changeEndpoint = ({ id, version }: Versioned, body: Schemas['EndpointChange']) =>
  api.patch('/api/notices/endpoints/{id}', { path: { id }, body, version });

export const removeEndpoint = ({ id, version }: Versioned) => api.delete('/api/notices/endpoints/{id}', { path: { id }, version });

export const readSecret = async (id: string) => (await api.get('/api/notices/endpoints/{id}/secret', { path: { id } })).secret;

export const renewSecret = ({ id, version }: Versioned) => api.post('/api/notices/endpoints/{id}/secret', { path: { id }, version });

export const ping = (id: string) => api.post('/api/notices/endpoints/{id}/ping', { path: { id } });

export const readDeliveries = (id: string, query: { state: DeliveryState[]; limit: number; cursor: string | null }, signal?: AbortSignal) =>
  api.get('/api/notices/endpoints/{id}/deliveries', { path: { id }, query, signal });

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: [...DELIVERIES, 'one', id],
    queryFn: ({ signal }) => api.get('/api/notices/deliveries/{id}', { path: { id }, signal }),
  });

export const redeliver = (id: string) => api.post('/api/notices/deliveries/{id}/redeliver', { path: { id } });
