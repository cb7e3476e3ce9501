import type { z } from 'zod';
import type { OutcomeKind } from '@/domain/purchase';

/** An HTTP answer, before anything is written. `body` is JSON text. */
export interface ShopReply {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Injected: the connection is cut instead of answering. */
  lost?: true;
  /** How a purchase ended, for whoever counts; absent when none was tried. */
  told?: { outcome: OutcomeKind; retries: number; lockWaits: number };
  /** It tells of an earlier purchase with the same idempotency key; nothing was sold now. */
  toldAgain?: true;
}

/** An answer that is an error: what happened and what it means for the purchase. `extra` stands beside it. */
export function reply(
  status: number,
  code: string,
  message: string,
  extra: object = {},
  headers: Record<string, string> = {},
): ShopReply {
  return { status, headers, body: JSON.stringify({ error: { code, message }, ...extra }) };
}

/** All faults of a body at once, each with its name and what was expected. */
export function invalidBody(error: z.ZodError): ShopReply {
  const details = error.issues.map((issue) => ({ name: issue.path.join('.') || 'body', expected: issue.message }));
  const fields = details.map((detail) => detail.name).join(', ');
  return {
    status: 400,
    headers: {},
    body: JSON.stringify({ error: { code: 'invalid', message: `The purchase is not valid (${fields}). Nothing was bought.`, details } }),
  };
}
