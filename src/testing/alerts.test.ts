import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '@/config/project-root';
import { allMetrics } from '@/api/runtime/all-metrics';
import { makeWebMetrics } from '@/api/runtime/web-metrics';
import { countPurchase, registry, watchPool } from '@/shop/metrics';

const { groups } = parse(readFileSync(join(projectRoot(), 'docs/deploy/alerts.yml'), 'utf8')) as {
  groups: { rules: { alert: string; expr: string; labels: { severity: string }; annotations: { summary: string } }[] }[];
};
const rules = groups.flatMap((group) => group.rules);

/** The metrics in a rule. */
const metricsIn = (expression: string): string[] => [...expression.matchAll(/\b(?:stampede|nodejs|process)_\w+/g)].map(([name]) => name);

describe('docs/deploy/alerts.yml', () => {
  it('uses only metrics that the code registers, and labels that they have', async () => {
    watchPool({ size: 1, inUse: 0, waiting: 0 });
    countPurchase({ strategy: 'naive', outcome: 'confirmed', durationMs: 1, retries: 0, lockWaits: 0 });
    makeWebMetrics(registry()).observeRequest({ method: 'GET', path: '/api/health', status: 200, durationMs: 1 });
    // A missing shop: the metrics say for each whether it is up.
    const text = await allMetrics(['http://127.0.0.1:1']);
    for (const { alert, expr } of rules) {
      const names = metricsIn(expr);
      expect(names.length, alert).toBeGreaterThan(0);
      for (const name of names) expect(text, `${alert} asks for ${name}`).toMatch(new RegExp(`^# TYPE ${name.replace(/_bucket$/, '')} `, 'm'));
    }
    expect(text).toContain('stampede_pool_connections{replica="web",state="waiting"}');
    expect(text).toMatch(/stampede_purchases_total\{[^}]*outcome="confirmed"/);
  });

  it('alerts when more than one purchase of twenty fails for five minutes, and when no shop is up', () => {
    const failing = rules.find(({ alert }) => alert === 'StampedePurchasesFail');
    expect(failing?.expr).toContain('[5m]');
    expect(failing?.expr).toMatch(/> 0\.05$/m);
    expect(failing?.expr).not.toContain('sold-out');
    for (const alert of ['StampedePurchasesFail', 'StampedeNoShop']) expect(rules.find((rule) => rule.alert === alert)?.labels.severity).toBe('page');
    for (const { annotations } of rules) expect(annotations.summary.length).toBeGreaterThan(10);
  });
});
