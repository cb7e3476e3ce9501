/** The open pages, so that each can show their number. */
export interface Audience {
  /** Adds a page and notifies all, including this one. Returns a function that removes it. */
  join(onCount: (watching: number) => void): () => void;
}

export function makeAudience(): Audience {
  const members = new Set<(watching: number) => void>();
  const announce = () => members.forEach((onCount) => onCount(members.size));
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
