export { ShopRoute as default, metadata } from '@/web/pages/shop/shop-route';
