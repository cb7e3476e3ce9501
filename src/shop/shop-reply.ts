import type { z } from 'zod';

/** An HTTP answer that is not sent yet. `body` is JSON text. */
export interface ShopReply {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** An injected fault: the connection is cut instead of answering. */
  lost?: true;
}

export const NO_HEADERS: Readonly<Record<string, string>> = {};

/** An error answer: what happened and what it means for the purchase. `extra` is added beside the error. */
export function reply(
  status: number,
  code: string,
  message: string,
  extra: object = {},
  headers: Readonly<Record<string, string>> = NO_HEADERS,
): ShopReply {
  return { status, headers, body: JSON.stringify({ error: { code, message }, ...extra }) };
}

/** All faults of a body at once, each with its name and what was expected. */
export function invalidBody(error: z.ZodError): ShopReply {
  const details = error.issues.map((issue) => ({ name: issue.path.join('.') || 'body', expected: issue.message }));
  const fields = details.map((detail) => detail.name).join(', ');
  return {
    status: 400,
    headers: NO_HEADERS,
    body: JSON.stringify({ error: { code: 'invalid', message: `The purchase is not valid (${fields}). Nothing was bought.`, details } }),
  };
}
