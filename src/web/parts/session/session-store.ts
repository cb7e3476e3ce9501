/** Who this browser is to the server. `tokenNeeded`: whatever changes something needs the instructor's token here. */
export interface Session {
  instructor: boolean;
  tokenNeeded: boolean;
}

/** How a log-in ended: null when it worked, else a sentence. */
export type LogInFault = string | null;

const listeners = new Set<() => void>();
let session: Session | null = null;
let asking: Promise<void> | null = null;

/** One session for the whole page: its header, its controls and its notes see the same. */
export const sessionStore = {
  /** Null until the server has answered. */
  read: (): Session | null => session,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    if (session === null) void sessionStore.ask();
    return () => listeners.delete(listener);
  },
  /** Asks the server; without an answer nothing changes. */
  ask: (): Promise<void> => {
    asking ??= fetch('/api/session')
      .then(async (response) => {
        if (response.ok) publish((await response.json()) as Session);
      })
      .catch(() => undefined)
      .finally(() => {
        asking = null;
      });
    return asking;
  },
  logIn: async (token: string): Promise<LogInFault> => {
    const response = await post('/api/login', { token });
    if (response === null) return 'The server cannot be reached. Check that it runs, then press again.';
    if (!response.ok) return faultOf(response.status, response.headers.get('retry-after'));
    publish({ tokenNeeded: session?.tokenNeeded ?? false, instructor: true });
    return null;
  },
  logOut: async (): Promise<void> => {
    await post('/api/logout', {});
    await sessionStore.ask();
  },
  /** The server has said that the log-in holds no longer. */
  expired: (): void => {
    if (session?.instructor === true) publish({ ...session, instructor: false });
  },
};

function publish(now: Session): void {
  session = { instructor: now.instructor, tokenNeeded: now.tokenNeeded };
  for (const listener of listeners) listener();
}

const post = (url: string, body: object): Promise<Response | null> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).catch(() => null);

/** Why one is not let in, in a sentence. */
export function faultOf(status: number, retryAfter: string | null): string {
  if (status === 401) return 'That is not the token. It was printed in the terminal when Stampede started.';
  if (status === 429) return `Too many wrong tokens from here. Try again ${retryAfter !== null && /^\d+$/.test(retryAfter) ? `in ${retryAfter} s` : 'in a while'}.`;
  if (status === 400) return 'A token has 12 to 128 characters, without spaces.';
  return `The server refused (${status}); you are not logged in. Try again.`;
}
