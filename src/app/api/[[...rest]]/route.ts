import { Problem, problemResponse } from '@/app/api/_lib/problem';

/** Every path of the API that no other route has: JSON like all its errors, where Next would send a page. */
const unknown = (request: Request): Response =>
  problemResponse(new Problem('not_found', `The API has no ${new URL(request.url).pathname}; /api/openapi.json lists what it has.`));

export {
  unknown as DELETE,
  unknown as GET,
  unknown as HEAD,
  unknown as OPTIONS,
  unknown as PATCH,
  unknown as POST,
  unknown as PUT,
};
