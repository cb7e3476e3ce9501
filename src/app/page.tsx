export { RaceRoute as default } from '@/web/pages/race/race-route';
