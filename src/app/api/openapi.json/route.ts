import { reads } from '@/app/api/_lib/handle';
import { openApi } from '@/app/api/_lib/openapi';

/** The description of this API, made from the schemas that check it. */
export const GET = reads(({ runtime }) => Response.json(openApi(runtime.limits)));
