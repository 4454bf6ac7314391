import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { LISTINGS, type Tried, tryValues, type Whole } from './api.ts';
import { overlaysOf, type Typed } from './model.ts';

const PAUSE_MS = 300;

/** Findings and score as they would be with what is typed; asked when the typing pauses. */
export function useTrying(whole: Whole, typed: Typed): Tried {
  const words = JSON.stringify(typed);
  const [asked, setAsked] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(words), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words]);
  const edits = overlaysOf(whole, JSON.parse(asked) as Typed);
  const { data } = useQuery({
    queryKey: [...LISTINGS, 'try', whole.listing.id, whole.listing.version, edits],
    queryFn: ({ signal }) => tryValues(whole.listing.id, edits, signal),
    enabled: edits.length > 0,
    placeholderData: keepPreviousData,
  });
  return edits.length > 0 && data ? data : whole;
}
