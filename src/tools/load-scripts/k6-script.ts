import type { LoadLane, LoadPlan } from './load-lanes';

/** How long a lane may take where its plan does not say so. k6 has no 'after the last one': lanes start by the clock. */
const LANE_S = 60;
const BETWEEN_S = 5;

/** A script for k6 that needs nothing but k6. Lanes, scenarios and thresholds stand in it as data. */
export function k6Script(plan: LoadPlan, target: string): string {
  let startS = 0;
  const scenarios: Record<string, object> = {};
  const thresholds: Record<string, string[]> = {};
  for (const lane of plan.lanes) {
    scenarios[lane.name] = { exec: 'buy', env: { LANE: lane.name }, startTime: `${startS}s`, ...executorOf(lane) };
    if (!plan.parallel) startS += secondsOf(lane) + BETWEEN_S;
    // A threshold is also what makes k6 keep a lane's own count. None of an unsafe one: it shall oversell.
    thresholds[`units_sold{lane:${lane.name}}`] = [lane.class === 'unsafe' ? 'count>=0' : `count<=${lane.stock}`];
    thresholds[`units_left{lane:${lane.name}}`] = [lane.class === 'unsafe' ? `value>=-${lane.buyers * lane.quantity}` : 'value>=0'];
    thresholds[`outcome_unknown{lane:${lane.name}}`] = ['count>=0'];
  }
  thresholds.checks = ['rate==1'];
  const lanes = Object.fromEntries(plan.lanes.map((lane) => [lane.name, lane]));
  const about = [`The experiment '${plan.experiment}': ${plan.question}`, ...plan.leftOut].map((line) => `// ${line}`).join('\n');
  return `${about}\n${HEAD(target)}
const LANES = ${JSON.stringify(lanes, null, 2)};

export const options = ${JSON.stringify({ scenarios, thresholds, summaryTrendStats: ['med', 'p(95)', 'p(99)', 'max'] }, null, 2)};
${BODY}`;
}

const secondsOf = ({ arrivals, buyers, ratePerSecond }: LoadLane): number =>
  arrivals === 'open-loop' && ratePerSecond !== null ? Math.max(1, Math.ceil(buyers / ratePerSecond)) : LANE_S;

function executorOf(lane: LoadLane): object {
  const { arrivals, buyers, concurrency, ratePerSecond } = lane;
  if (arrivals === 'burst') return { executor: 'per-vu-iterations', vus: buyers, iterations: 1, maxDuration: `${LANE_S}s` };
  if (arrivals === 'open-loop' && ratePerSecond !== null) {
    return { executor: 'constant-arrival-rate', rate: ratePerSecond, timeUnit: '1s', duration: `${secondsOf(lane)}s`, preAllocatedVUs: concurrency, maxVUs: concurrency };
  }
  return { executor: 'shared-iterations', vus: Math.min(concurrency, buyers), iterations: buyers, maxDuration: `${LANE_S}s` };
}

const HEAD = (target: string): string => `//
//   k6 run script.js
//
// WEB     the web, which puts the products on sale and is asked what is left; default ${target}
// SHOPS   where is bought: the web, or the balancer before the shops, which spares the web the crowd; default WEB
// TOKEN   the instructor's, where the web listens beyond loopback
//
// The web limits calls by address there (STAMPEDE_CALLS_PER_MINUTE, 0 is no limit); the balancer does not.
import http from 'k6/http';
import { check } from 'k6';
import { Counter, Gauge, Trend } from 'k6/metrics';

const WEB = __ENV.WEB || ${JSON.stringify(target)};
const SHOPS = __ENV.SHOPS || WEB;
const JSON_BODY = { 'content-type': 'application/json' };
const INSTRUCTOR = __ENV.TOKEN ? { ...JSON_BODY, authorization: \`Bearer \${__ENV.TOKEN}\` } : JSON_BODY;
`;

const BODY = `
const unitsSold = new Counter('units_sold');
const unitsLeft = new Gauge('units_left');
const soldOut = new Counter('outcome_sold_out');
const gaveUp = new Counter('outcome_gave_up');
const unknown = new Counter('outcome_unknown');
const purchaseMs = new Trend('purchase_ms', true);

// A product for each lane, counted where its strategy counts: in a row, in one row a unit, in Redis or in events.
export function setup() {
  const products = {};
  for (const lane of Object.values(LANES)) {
    const created = http.post(\`\${WEB}/api/inventory\`, JSON.stringify({ name: \`k6 \${lane.name}\`, stock: lane.stock, strategy: lane.strategy }), { headers: INSTRUCTOR });
    if (created.status !== 201) throw new Error(\`\${WEB} did not put \${lane.name} on sale: \${created.status} \${created.body}\`);
    products[lane.name] = created.json('id');
  }
  return { products, run: String(Date.now()) };
}

export function buy({ products, run }) {
  const lane = LANES[__ENV.LANE];
  const buyer = \`\${lane.name.slice(0, 30)}-\${run}-\${__VU}-\${__ITER}\`;
  const headers = { ...JSON_BODY, 'idempotency-key': buyer, 'x-stampede-think-ms': (lane.thinkMs * (0.5 + Math.random())).toFixed(2) };
  const body = JSON.stringify({ productId: products[lane.name], userId: buyer, quantity: lane.quantity });
  const tags = { lane: lane.name };
  const response = http.post(\`\${SHOPS}\${lane.path}\`, body, { headers, tags, responseCallback: http.expectedStatuses(200, 409, 503) });
  purchaseMs.add(response.timings.duration, tags);
  if (response.status === 200) unitsSold.add(lane.quantity, tags);
  else if (response.status === 409) soldOut.add(1, tags);
  else if (response.status === 503) gaveUp.add(1, tags);
  else unknown.add(1, tags);
  check(response, { 'bought, sold out or given up': ({ status }) => status === 200 || status === 409 || status === 503 }, tags);
}

export function teardown({ products }) {
  for (const lane of Object.values(LANES)) {
    const left = http.get(\`\${WEB}/api/stock/\${products[lane.name]}\`);
    if (left.status !== 200) throw new Error(\`\${WEB} did not say what is left of \${lane.name}: \${left.status} \${left.body}\`);
    unitsLeft.add(left.json('stock'), { lane: lane.name });
  }
}

export function handleSummary({ metrics }) {
  const lines = Object.values(LANES).map((lane) => {
    const of = (metric, value) => metrics[\`\${metric}{lane:\${lane.name}}\`]?.values[value] ?? 0;
    const sold = of('units_sold', 'count');
    const left = of('units_left', 'value');
    const unsure = of('outcome_unknown', 'count') * lane.quantity;
    const oversold = Math.max(0, sold - lane.stock);
    // Units that are neither sold nor left, beyond those of unknown outcomes: lost, or sold without leaving the stock.
    const astray = Math.max(0, Math.abs(lane.stock - left - sold) - unsure);
    return { lane: lane.name, class: lane.class, stock: lane.stock, sold, left, oversold, astray };
  });
  const failed = lines.filter((line) => line.class !== 'unsafe' && (line.oversold > 0 || line.astray > 0));
  const table = lines.map((line) => \`\${line.lane.padEnd(40)} stock \${line.stock}  sold \${line.sold}  left \${line.left}  oversold \${line.oversold}  astray \${line.astray}\`);
  const verdict = failed.length === 0 ? 'No safe strategy oversold.' : \`VIOLATED: \${failed.map(({ lane }) => lane).join(', ')}\`;
  return { stdout: \`\${table.join('\\n')}\\n\${verdict}\\n\`, 'stampede-k6.json': JSON.stringify({ lanes: lines, metrics }, null, 2) };
}
`;
