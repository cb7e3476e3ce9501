/** The pages that are open, so that each can show how many they are. */
export interface Audience {
  /** Counts one more and calls all of them, this one too. Returns the way to leave. */
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
