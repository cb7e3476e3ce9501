'use client';

import { Tabs } from '@base-ui/react/tabs';
import { useState } from 'react';
import type { StrategyInfo } from '@/domain/strategy';
import { withVariants } from '@/web/parts/strategy-choice';
import { StrategyPanel } from './strategy-panel';

interface StrategyCodeProps {
  strategies: readonly StrategyInfo[];
  /** Lines of HTML by strategy. */
  highlighted: Readonly<Record<string, readonly string[]>>;
}

/** The file that runs, beside the naive one. */
export function StrategyCode({ strategies, highlighted }: StrategyCodeProps) {
  const naive = strategies.find(({ id }) => id === 'naive');
  const [tab, setTab] = useState(strategies.find(({ id }) => id !== 'naive')?.id ?? 'naive');
  if (!naive) return null;
  const all = withVariants(strategies);
  return (
    <section id="code" aria-labelledby="code-title" className="scroll-mt-4 pt-10">
      <h2 id="code-title" className="text-[1.35rem] font-bold tracking-tight">How it is written</h2>
      <p className="pb-3 text-dim">Each strategy is one file, and this is the file that ran. Beside it, the naive shop; beside a variant, the strategy that it varies.</p>
      <Tabs.Root value={tab} onValueChange={(value: string) => setTab(value)} className="card overflow-hidden">
        <Tabs.List aria-label="Strategies" className="flex gap-1 border-b border-line p-2 max-lg:overflow-x-auto lg:flex-wrap">
          {all.map(({ id, title }) => (
            <Tabs.Tab key={id} value={id} className="h-9 shrink-0 rounded-lg px-3.5 font-semibold whitespace-nowrap text-dim hover:text-ink data-active:bg-panel-2 data-active:text-ink">
              {title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {all.map((strategy) => (
          <Tabs.Panel key={strategy.id} value={strategy.id}>
            <StrategyPanel strategy={strategy} base={strategies.find(({ variants }) => variants.includes(strategy)) ?? naive} highlighted={highlighted} />
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </section>
  );
}
