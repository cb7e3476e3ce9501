const ASK_EVERY_MS = 50;

/**
 * Asks until the answer is yes. A question that fails is asked again. After `withinMs` it throws: the last failure, or that
 * the answer was still no. With a signal it stops asking when that comes, and throws its reason.
 */
export async function poll(question: () => Promise<boolean>, withinMs: number, signal?: AbortSignal): Promise<void> {
  const deadline = performance.now() + withinMs;
  let failure: unknown = new Error(`The condition was still not met after ${withinMs} ms.`);
  do {
    signal?.throwIfAborted();
    try {
      if (await question()) return;
    } catch (error) {
      failure = error;
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  } while (performance.now() < deadline);
  throw failure;
}
