export { NoSuchProduct as default } from '@/ui/shop/no-such-product';
