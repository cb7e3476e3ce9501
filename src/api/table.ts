import type { ApiRoute } from './route';
import { adminRoutes } from './routes/admin';
import { catalogueRoutes } from './routes/catalogue';
import { documentRoutes } from './routes/document';
import { explorationRoutes } from './routes/explorations';
import { floodRoutes } from './routes/floods';
import { labRoutes } from './routes/labs';
import { monitoringRoutes } from './routes/monitoring';
import { productRoutes } from './routes/products';
import { purchaseRoutes } from './routes/purchases';
import { sessionRoutes } from './routes/session';
import { shopRoutes } from './routes/shop';

/** Rows that belong together, under one heading. */
export interface ApiSection {
  title: string;
  routes: readonly ApiRoute[];
}

/** Every route of the web API. Dispatch, guards, 405s, the OpenAPI document, docs/api.md and the fuzz suite are derived from it. */
export const API_SECTIONS: readonly ApiSection[] = [
  { title: 'The shop', routes: shopRoutes },
  { title: 'Buying through a strategy', routes: purchaseRoutes },
  { title: 'Floods', routes: floodRoutes },
  { title: 'Labs', routes: labRoutes },
  { title: 'Searches', routes: explorationRoutes },
  { title: 'Products', routes: productRoutes },
  { title: 'Catalogue', routes: [...catalogueRoutes, ...documentRoutes(() => API_ROUTES)] },
  { title: 'Session', routes: sessionRoutes },
  { title: 'Admin', routes: adminRoutes },
  { title: 'Monitoring', routes: monitoringRoutes },
];

export const API_ROUTES: readonly ApiRoute[] = API_SECTIONS.flatMap(({ routes }) => routes);
