/** Codes of the web API's errors, and the status of each. Clients match on the codes, never on the sentence. */
const STATUS = {
  bad_json: 400,
  body_too_large: 413,
  invalid: 400,
  not_found: 404,
  no_trace: 404,
  forbidden_origin: 403,
  forbidden_host: 403,
  queue_full: 429,
  service_missing: 503,
  fault_refused: 409,
  impossible_move: 409,
  strategy_failed: 409,
  too_many_labs: 429,
  token_needed: 401,
  wrong_token: 401,
  too_many_calls: 429,
  too_many_logins: 429,
  would_be_negative: 409,
  would_be_too_many: 409,
  counted_elsewhere: 409,
  internal: 500,
} as const;

export type ProblemCode = keyof typeof STATUS;

const HEADERS: Readonly<Partial<Record<ProblemCode, Record<string, string>>>> = {
  // The rest of the body was not read: the connection is of no use to the next request.
  body_too_large: { connection: 'close' },
  queue_full: { 'retry-after': '5' },
  too_many_labs: { 'retry-after': '30' },
  service_missing: { 'retry-after': '5' },
  // RFC 9110, 11.6.1: a 401 names the scheme that it wants.
  token_needed: { 'www-authenticate': 'Bearer' },
  wrong_token: { 'www-authenticate': 'Bearer' },
};

/** One fault of an input: its name, and what was expected there. */
export interface Fault {
  name: string;
  expected: string;
}

/** A refusal that the client gets to read, in a sentence that says whether anything changed. */
export class Problem extends Error {
  readonly headers: Record<string, string>;

  constructor(
    readonly code: ProblemCode,
    message: string,
    readonly details?: readonly Fault[],
    options?: ErrorOptions & { headers?: Record<string, string> },
  ) {
    super(message, options);
    this.name = 'Problem';
    this.headers = { ...HEADERS[code], ...options?.headers };
  }
}

/** `{ error: { code, message, details? } }` with the status that belongs to the code. */
export function problemResponse(problem: Problem): Response {
  const { code, message, details, headers } = problem;
  return Response.json({ error: { code, message, details } }, { status: STATUS[code], headers });
}
