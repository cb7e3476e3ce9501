export { NoSuchProduct as default } from '@/web/pages/shop/no-such-product';
