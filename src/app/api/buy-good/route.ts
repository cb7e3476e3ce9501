import { buys } from '@/app/api/_lib/buy';

export const POST = buys('good');
