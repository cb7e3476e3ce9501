import { stringify } from 'yaml';
import type { LoadLane, LoadPlan } from './load-lanes';

/** Artillery knows arrivals only: buyers of a closed loop or a burst all arrive within this time, however many are under way. */
const ARRIVE_WITHIN_S = { 'closed-loop': 10, burst: 1, 'open-loop': 0 };

/** A file for Artillery 2: the lanes of an experiment as scenarios with equal shares of the arrivals. */
export function artilleryScript(plan: LoadPlan, target: string): string {
  const [first] = plan.lanes;
  const about = [
    `The experiment '${plan.experiment}': ${plan.question}`,
    ...plan.leftOut,
    '',
    '  npx artillery run file.yml            with TOKEN= of the instructor, where the web listens beyond loopback',
    '',
    'Artillery mixes its scenarios: the lanes run at the same time. It ends with an error when an answer was none of 200 (bought),',
    '409 (sold out) and 503 (gave up), or less than nothing is left of what a safe strategy sold. That the units sold are no',
    'more than the stock is to be seen from the counter sold.<lane>; the k6 script has thresholds for that.',
  ];
  const script = {
    config: {
      target,
      phases: first ? [phaseOf(first, plan.lanes.length)] : [],
      http: { timeout: 65 },
      plugins: { expect: { reportFailuresAsErrors: true }, ensure: {}, 'metrics-by-endpoint': { useOnlyRequestNames: true } },
      ensure: { maxErrorRate: 0 },
    },
    before: { flow: plan.lanes.map(putOnSale) },
    scenarios: plan.lanes.map(purchase),
    after: { flow: plan.lanes.map(readStock) },
  };
  return `${about.map((line) => `# ${line}`.trimEnd()).join('\n')}\n${stringify(script, { lineWidth: 0 })}`;
}

function phaseOf({ arrivals, buyers, ratePerSecond }: LoadLane, lanes: number): object {
  if (arrivals === 'open-loop' && ratePerSecond !== null) {
    return { name: 'arrivals', duration: Math.max(1, Math.ceil(buyers / ratePerSecond)), arrivalRate: ratePerSecond * lanes };
  }
  return { name: 'arrivals', duration: ARRIVE_WITHIN_S[arrivals], arrivalCount: buyers * lanes };
}

/** A name that Artillery's templates take. */
const variable = ({ name }: LoadLane): string => `product_${name.replaceAll('-', '_')}`;

const AUTHORIZATION = 'Bearer {{ $processEnvironment.TOKEN }}';

/** A product, counted where the strategy of the lane counts. */
const putOnSale = (lane: LoadLane): object => ({
  post: {
    url: '/api/inventory',
    headers: { authorization: AUTHORIZATION },
    json: { name: `artillery ${lane.name}`, stock: lane.stock, strategy: lane.strategy },
    capture: { json: '$.id', as: variable(lane) },
    expect: [{ statusCode: 201 }],
  },
});

function purchase(lane: LoadLane): object {
  const headers = { 'idempotency-key': '{{ $uuid }}', 'x-stampede-think-ms': String(lane.thinkMs) };
  const json = { productId: `{{ ${variable(lane)} }}`, userId: '{{ $uuid }}', quantity: lane.quantity };
  return { name: lane.name, weight: 1, flow: [{ post: { url: lane.path, name: lane.name, headers, json, expect: [{ statusCode: [200, 409, 503] }] } }] };
}

const readStock = (lane: LoadLane): object => ({ get: { url: `/api/stock/{{ ${variable(lane)} }}`, expect: [{ statusCode: 200 }] } });
