/** What Next hands to a page of its address. */
export interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The query of the address; of a name that stands in it twice nothing is taken. */
export async function queryOf({ searchParams }: PageProps): Promise<string> {
  const pairs = Object.entries(await searchParams).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
  return new URLSearchParams(pairs).toString();
}
