import { everySchedule } from './every-schedule';
import { runPermutation } from './run-permutation';
import { SpecEnded, withSpecEnvironment, type SpecOptions } from './spec-environment';
import type { Spec } from './spec';

/**
 * Runs a spec on a database and prints the transcript that PostgreSQL's `isolationtester` would write, what it says on stderr
 * included, as PostgreSQL's expected files hold it. Returns null, or why it ended before its last permutation.
 * Throws what a lost connection threw, and the reason of an abort.
 */
export async function runSpec(spec: Spec, databaseUrl: string, options: SpecOptions): Promise<string | null> {
  for (const name of spec.unusedSteps) options.print(`unused step name: ${name}`);
  options.print(`Parsed test spec with ${spec.sessions.length} sessions`);
  return withSpecEnvironment(spec, databaseUrl, options, async (environment) => {
    try {
      for (const permutation of spec.permutations.length > 0 ? spec.permutations : everySchedule(spec.sessions)) {
        await runPermutation(environment, permutation);
      }
      return null;
    } catch (error) {
      if (!(error instanceof SpecEnded)) throw error;
      options.print(error.message);
      return error.message;
    }
  });
}
