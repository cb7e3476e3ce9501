/** JSON that is only true now. */
export const fresh = (body: unknown): Response => Response.json(body, { headers: { 'cache-control': 'no-store' } });
