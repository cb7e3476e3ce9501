import { describe, expect, test } from 'vitest';
import { DEFAULT_PLAN } from '@/domain/plan';
import { queryOfDraft, readQuery } from './plan-query';
import type { PlanDraft } from './plan-draft';

const KNOWN = { strategies: [...DEFAULT_PLAN.strategies, 'for-update:nowait'], experiments: ['last-item'] };
const draft = (fields: Partial<PlanDraft> = {}): PlanDraft => ({ ...DEFAULT_PLAN, ...fields });
const read = (query: string, base = DEFAULT_PLAN) => readQuery(new URLSearchParams(query), base, KNOWN);

describe('the choice in the address', () => {
  test('is empty for the default plan', () => {
    expect(queryOfDraft(draft()).toString()).toBe('');
  });

  test('comes back as it was', () => {
    const choice = draft({
      strategies: ['naive', 'redlock', 'for-update:nowait'],
      stock: 1,
      thinkMs: 0,
      arrivals: 'open-loop',
      ratePerSecond: 500,
      seed: 7,
      quantity: 3,
      repeat: 10,
      poolSize: 5,
      fault: 'kill-replica@commit',
    });
    expect(readQuery(queryOfDraft(choice), DEFAULT_PLAN, KNOWN)).toEqual({ draft: choice, ignored: [] });
  });

  test('comes back as it was from an experiment too, also where that breaks something and the choice does not', () => {
    const base = { ...DEFAULT_PLAN, experiment: 'last-item', stock: 1, thinkMs: 50, fault: 'pause-holder', poolSize: 5 };
    const choice = { ...base, poolSize: null, thinkMs: DEFAULT_PLAN.thinkMs, fault: null };
    expect(queryOfDraft(base, base).toString()).toBe('experiment=last-item');
    expect(readQuery(queryOfDraft(choice, base), base, KNOWN)).toEqual({ draft: choice, ignored: [] });
  });

  test('leaves what it cannot mean as it is, and says so', () => {
    const { draft: asked, ignored } = read('strategies=nonsense,<script>&stock=many&buyers=1e9&arrivals=teleport&fault=earthquake&experiment=nope');
    expect(asked).toEqual(draft());
    expect(ignored).toEqual(['experiment=nope', 'strategies=nonsense,<script>', 'arrivals=teleport', 'fault=earthquake', 'stock=many', 'buyers=1e9']);
  });

  test('takes the strategies that it knows, in the order of the catalogue, and names the others', () => {
    const { draft: asked, ignored } = read('strategies=redlock,nonsense,naive');
    expect(asked.strategies).toEqual(['naive', 'redlock']);
    expect(ignored).toEqual(['strategies=nonsense']);
  });

  test('repeats no more of a long value than fits a line', () => {
    expect(read(`fault=${'x'.repeat(200)}`).ignored[0]?.length).toBeLessThan(60);
  });
});
