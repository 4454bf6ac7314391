import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { onNews } from '../../lib/news.ts';
import { ORDERS, orderQuery, TROUBLES, type WholeOrder } from './api.ts';

const ABOUT = /^orders\.(order|exception)\./;

/** One order, read again when it is in the news itself: that others came in is no reason to look at who bought this one. */
export function useOrder(id: string) {
  const client = useQueryClient();
  const order = useQuery(orderQuery(id));
  useEffect(() => onNews((news) => {
    if (news.id === id && ABOUT.test(news.topic)) void client.invalidateQueries({ queryKey: orderQuery(id).queryKey });
  }), [client, id]);
  return order;
}

/** What was done with it: the page shows the answer, and the lists look again. */
export function useDone(): (whole: WholeOrder) => Promise<unknown> {
  const client = useQueryClient();
  return (whole) => {
    client.setQueryData(orderQuery(whole.order.id).queryKey, whole);
    return Promise.all([ORDERS, TROUBLES].map((queryKey) => client.invalidateQueries({ queryKey })));
  };
}
