import type { ApiRoute } from './route';

/** The refusals that follow from a route's callers and inputs, by status. */
function implied({ caller, method, query, body, params = {} }: ApiRoute): Record<number, string> {
  if (caller === 'monitoring') return {};
  const checked = query !== undefined || Object.values(params).some(({ misfit }) => misfit === 'invalid');
  const all: Record<number, string> = { 429: 'too_many_calls: from one address, if the web listens beyond loopback', 503: 'service_missing' };
  if (body) all[413] = 'body_too_large';
  if (body) all[400] = 'bad_json or invalid';
  else if (checked) all[400] = 'invalid';
  if (caller === 'instructor') all[401] = 'token_needed or wrong_token';
  if (caller === 'instructor-on-a-network') all[401] = 'token_needed or wrong_token, if the web listens beyond loopback';
  if (method !== 'GET') all[403] = 'forbidden_origin or forbidden_host';
  return all;
}

/** Every refusal of a route, its own first: codes and their meaning, sorted by status. */
export function refusalsOf(route: ApiRoute): [status: number, description: string][] {
  const own = route.refusals ?? {};
  const all = new Map(Object.entries(implied(route)));
  for (const [status, description] of Object.entries(own)) {
    const other = all.get(status);
    all.set(status, other === undefined ? description : `${description}; or ${other}`);
  }
  return [...all].map(([status, description]): [number, string] => [Number(status), description]).sort(([one], [other]) => one - other);
}
