/** Pages, and parts of the race that are long and far down. */
export const PLACES = [
  { id: 'race', title: 'Race', path: '/', anchor: '#race' },
  { id: 'code', title: 'Code', path: '/', anchor: '#code' },
  { id: 'lab', title: 'Lab', path: '/lab', anchor: '#top' },
  { id: 'explorer', title: 'Explorer', path: '/explorer', anchor: '#top' },
  { id: 'runs', title: 'Runs', path: '/', anchor: '#runs' },
  { id: 'guarantees', title: 'Guarantees', path: '/guarantees', anchor: '#top' },
  { id: 'shop', title: 'Shop', path: '/shop', anchor: '#top' },
  { id: 'admin', title: 'Admin', path: '/admin', anchor: '#top' },
] as const;

export type Place = (typeof PLACES)[number];

/** Where the visitor is; the code is a part of the race alone. */
export type Here = Exclude<Place['id'], 'code'>;

/**
 * The way to a place. Between pages the browser loads anew: the choice lives in an address that Next's own cache of the page
 * knows nothing of.
 */
export function hrefOf({ id, path, anchor }: Place, here: Here): string {
  const isPart = anchor !== '#top' && id !== 'race';
  // A single run is no list of runs.
  if ((id === here && id !== 'runs') || (here === 'race' && path === '/')) return anchor;
  return isPart ? `${path}${anchor}` : path;
}

/** What a link says of itself. A single run belongs to the list of runs, which is a part of the race. */
export const currentOf = ({ id }: Place, here: Here): 'page' | 'true' | undefined => (id !== here ? undefined : id === 'runs' ? 'true' : 'page');
