import { z } from 'zod';

/** Every error of the API looks like this. */
export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.array(z.object({ name: z.string(), expected: z.string() })).optional(),
  }),
});
