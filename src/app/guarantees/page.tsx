export { GuaranteesRoute as default, metadata } from '@/web/pages/guarantees/guarantees-route';
