export { AdminRoute as default, metadata } from '@/web/pages/admin/admin-route';
