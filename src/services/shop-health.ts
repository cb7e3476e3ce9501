/** The answer of a shop to `GET /health`. */
export interface ShopHealth {
  ok: boolean;
  buildId: string;
}

/** Asks a shop for its health; null if it does not answer properly within two seconds. */
export async function askShop(url: string): Promise<ShopHealth | null> {
  try {
    const response = await fetch(new URL('/health', url), { signal: AbortSignal.timeout(2_000) });
    const body: unknown = await response.json();
    if (typeof body !== 'object' || body === null) return null;
    const { ok, buildId } = body as Partial<Record<keyof ShopHealth, unknown>>;
    return { ok: response.ok && ok === true, buildId: typeof buildId === 'string' ? buildId : '' };
  } catch {
    return null;
  }
}
