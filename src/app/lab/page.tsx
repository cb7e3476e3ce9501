export { LabRoute as default, metadata } from '@/web/pages/lab/lab-route';
