export { ProductRoute as default, generateMetadata } from '@/web/pages/shop/product-route';
