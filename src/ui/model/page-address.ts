/** Rewrites the query of the page's address in place: no navigation, no new entry in the history. */
export function writeQuery(change: (query: URLSearchParams) => URLSearchParams): void {
  const query = change(new URLSearchParams(window.location.search)).toString();
  window.history.replaceState(window.history.state, '', `${window.location.pathname}${query === '' ? '' : `?${query}`}${window.location.hash}`);
}

/** Puts the run on the stage into the address, so that a reload shows it again. */
export function writeRun(runId: string | null): void {
  writeQuery((query) => {
    if (runId === null) query.delete('run');
    else query.set('run', runId);
    return query;
  });
}
