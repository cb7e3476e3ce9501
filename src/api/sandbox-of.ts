import { Problem } from './problem';
import type { Sandbox } from './runtime/sandbox';
import type { WebRuntime } from './runtime/web-runtime';

/** The sandbox of a web. Throws a `Problem` that says what is missing. */
export async function sandboxOf(web: WebRuntime): Promise<Sandbox> {
  try {
    return await web.sandbox();
  } catch (cause) {
    const why = cause instanceof Error && cause.message !== '' ? cause.message : String(cause);
    throw new Problem('service_missing', `The sandbox has no services to work with: ${why}`, undefined, { cause });
  }
}
