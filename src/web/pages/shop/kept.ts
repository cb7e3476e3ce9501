/**
 * A value that the browser keeps, shared by all its tabs; in a browser that forbids it, it lasts as long as the page.
 * For `useSyncExternalStore`: `read` returns the same object until something has changed.
 */
export interface Kept<T> {
  read(): T;
  write(value: T): void;
  subscribe(listener: () => void): () => void;
}

/** `parse` gets null when nothing is kept; it accepts any stored text. */
export function kept<T>(key: string, parse: (text: string | null) => T): Kept<T> {
  const listeners = new Set<() => void>();
  let last: { text: string | null; value: T } | null = null;
  let unstored: string | null = null;

  const stored = (): string | null => {
    try {
      return localStorage.getItem(key) ?? unstored;
    } catch {
      return unstored;
    }
  };
  return {
    read: () => {
      const text = stored();
      if (last?.text !== text) last = { text, value: parse(text) };
      return last.value;
    },
    write: (value) => {
      const text = JSON.stringify(value);
      unstored = text;
      try {
        localStorage.setItem(key, text);
      } catch {
        // Kept above.
      }
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      const other = (event: StorageEvent) => {
        if (event.key === key || event.key === null) listener();
      };
      listeners.add(listener);
      window.addEventListener('storage', other);
      return () => {
        listeners.delete(listener);
        window.removeEventListener('storage', other);
      };
    },
  };
}
