export { TimelineRoute as default, metadata } from '@/web/pages/timeline/timeline-route';
