/** `push` makes an entry in the history that Back leads away from; `replace` changes the address in place. */
export type AddressChange = 'push' | 'replace';

/** Rewrites the query of the page's address, without navigation. The same address again is never pushed. */
export function writeQuery(change: (query: URLSearchParams) => URLSearchParams, how: AddressChange = 'replace'): void {
  const { pathname, search, hash } = window.location;
  const query = change(new URLSearchParams(search)).toString();
  const next = `${pathname}${query === '' ? '' : `?${query}`}${hash}`;
  if (how === 'push' && next !== `${pathname}${search}${hash}`) window.history.pushState(window.history.state, '', next);
  else window.history.replaceState(window.history.state, '', next);
}

/** Puts the run on the stage into the address, so that a reload shows it again. */
export function writeRun(runId: string | null, how: AddressChange = 'replace'): void {
  writeQuery((query) => {
    if (runId === null) query.delete('run');
    else query.set('run', runId);
    return query;
  }, how);
}

/** Calls `read` with the query whenever Back or Forward has changed the address. Returns the way to stop. */
export function onBackOrForward(read: (query: URLSearchParams) => void): () => void {
  const listen = () => read(new URLSearchParams(window.location.search));
  window.addEventListener('popstate', listen);
  return () => window.removeEventListener('popstate', listen);
}
