export { purchaseBody } from '@/shop/purchase-handler';
