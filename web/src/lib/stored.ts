// Browser storage that may be switched off or full: then a thing lasts as long as the page.

export type Shelf = { read: (key: string) => string | null; write: (key: string, value: string | null) => void };

export const tab: Shelf = shelf(() => sessionStorage);
export const browser: Shelf = shelf(() => localStorage);

function shelf(storage: () => Storage): Shelf {
  const memory = new Map<string, string>();
  return {
    read(key) {
      try {
        return storage().getItem(key) ?? null;
      } catch {
        return memory.get(key) ?? null;
      }
    },
    write(key, value) {
      try {
        if (value === null) storage().removeItem(key);
        else storage().setItem(key, value);
      } catch {
        if (value === null) memory.delete(key);
        else memory.set(key, value);
      }
    },
  };
}
