export { NoRun as default } from '@/web/pages/timeline/no-run';
