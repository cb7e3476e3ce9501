import { z } from 'zod';

/** The body of every error of the API. */
export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.array(z.object({ name: z.string(), expected: z.string() })).optional(),
  }),
});
