export { ExplorerRoute as default, metadata } from '@/web/pages/explorer/explorer-route';
