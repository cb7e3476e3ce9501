/** The query parameters by name. A repeated one becomes an array, so that a schema of single values refuses it. */
export function queryOf(request: Request): Record<string, string | string[]> {
  const { searchParams } = new URL(request.url);
  const names = [...new Set(searchParams.keys())];
  return Object.fromEntries(names.map((name) => [name, oneOrAll(searchParams.getAll(name))]));
}

function oneOrAll(values: string[]): string | string[] {
  const [first, ...others] = values;
  return first === undefined || others.length > 0 ? values : first;
}
