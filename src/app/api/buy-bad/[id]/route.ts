import { buysThrough } from '@/app/api/_lib/buy';

export const POST = buysThrough('bad');
