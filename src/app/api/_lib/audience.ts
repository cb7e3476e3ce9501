/** Everybody who has the page open, so that each can be told how many they are. */
export interface Audience {
  /** Counts one more and tells everybody, this one too. Returns the way to leave. */
  join(onCount: (watching: number) => void): () => void;
}

export function makeAudience(): Audience {
  const members = new Set<(watching: number) => void>();
  const announce = () => members.forEach((tell) => tell(members.size));
  return {
    join(onCount) {
      members.add(onCount);
      announce();
      return () => {
        if (members.delete(onCount)) announce();
      };
    },
  };
}

declare global {
  var stampedeAudience: Audience | undefined;
}

/** One audience a process: kept on globalThis, because Next bundles each route on its own. */
export const audience = (): Audience => (globalThis.stampedeAudience ??= makeAudience());
