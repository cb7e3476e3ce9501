export { prepareDatabase } from '@/stores/postgres/prepare-database';
