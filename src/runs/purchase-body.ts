export { purchaseBody } from '@/shop/read-purchase';
