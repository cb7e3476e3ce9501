import type { Experiment } from '@/domain/experiment';
import type { ArrivalKind, FloodPlan } from '@/domain/plan';
import type { StockModel } from '@/domain/stock-model';
import { purchasePath, type StrategyClass } from '@/domain/strategy';
import { findStrategy, stockModelOf } from '@/strategies/registry';

/** One lane of an experiment, as a load generator carries it out: a product of its own, sold by one strategy. */
export interface LoadLane {
  /** Letters, digits and dashes, so that it can name a scenario. */
  name: string;
  strategy: string;
  class: StrategyClass;
  /** Where it is bought. */
  path: string;
  stockModel: StockModel;
  stock: number;
  buyers: number;
  concurrency: number;
  quantity: number;
  thinkMs: number;
  arrivals: ArrivalKind;
  ratePerSecond: number | null;
}

export interface LoadPlan {
  experiment: string;
  question: string;
  lanes: LoadLane[];
  /** Lanes at the same time and not one after another. */
  parallel: boolean;
  /** What cannot be exported, in sentences. */
  leftOut: string[];
}

/** What of an experiment a load generator can do: all of it but faults, pools and carts, which need Stampede itself. */
export function loadPlanOf({ name, question, plans, varies }: Experiment): LoadPlan {
  const lanes: LoadLane[] = [];
  const leftOut = new Set<string>();
  for (const plan of plans) {
    if (plan.fault) leftOut.add(`The fault ${plan.fault} is not injected: only "npx stampede experiment ${name}" does that.`);
    if (plan.poolSize !== null) leftOut.add(`The shops keep their pools: start them with STAMPEDE_POOL_SIZE=${plan.poolSize} for this experiment.`);
    for (const id of plan.strategies) {
      const strategy = findStrategy(id);
      if (!strategy) continue;
      if (strategy.carts) leftOut.add(`${id} buys carts of two products, and is left out.`);
      else lanes.push(laneOf(plan, id, strategy.class, stockModelOf(strategy), varies === null ? '' : `-${varies}-${plan[varies]}`));
    }
  }
  return { experiment: name, question, lanes, parallel: plans.some(({ parallel }) => parallel), leftOut: [...leftOut] };
}

function laneOf(plan: FloodPlan, id: string, strategyClass: StrategyClass, stockModel: StockModel, suffix: string): LoadLane {
  const { stock, buyers, concurrency, quantity, thinkMs, arrivals, ratePerSecond } = plan;
  return { name: id.replace(':', '-') + suffix, strategy: id, class: strategyClass, path: purchasePath(id, strategyClass), stockModel, stock, buyers, concurrency, quantity, thinkMs, arrivals, ratePerSecond };
}
