import { METRICS_TYPE } from '@/shop/metrics';
import { probe } from '../route';
import * as replies from '../schemas/replies';
import { FRESH, json, text } from '../success';

export const monitoringRoutes = [
  probe({
    method: 'GET',
    path: '/api/health',
    caller: 'monitoring',
    summary: 'Postgres, Redis and the shops, up or down',
    details: 'Each with its latency. 503 with the same body if the sandbox cannot sell.',
    success: json(200, 'yes', replies.healthReply, { fresh: true }),
    refusals: { 503: 'not ready, with the same body' },
    handle: async (web) => {
      const health = await web.health();
      return health.ok ? health : Response.json(health, { status: 503, headers: FRESH });
    },
  }),
  probe({
    method: 'GET',
    path: '/api/ready',
    caller: 'monitoring',
    summary: 'Whether a flood would be accepted; not while the web drains',
    details: '503 with the same body while Postgres or every shop is away, and once the process begins to stop.',
    success: json(200, 'yes', replies.readyReply, { fresh: true }),
    refusals: { 503: 'not ready, with the same body' },
    handle: async (web) => {
      const readiness = await web.readiness();
      return readiness.ready ? readiness : Response.json(readiness, { status: 503, headers: FRESH });
    },
  }),
  probe({
    method: 'GET',
    path: '/api/metrics',
    caller: 'monitoring',
    summary: 'The metrics of the web and the shops, for Prometheus',
    details: 'Distinguished by the label `replica`; a shop that does not answer is left out, and shown as not up.',
    success: text('the Prometheus text format'),
    handle: async (web) => ({ text: await web.allMetrics(), headers: { 'content-type': METRICS_TYPE, ...FRESH } }),
  }),
];
