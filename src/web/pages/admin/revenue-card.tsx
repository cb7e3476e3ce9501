'use client';

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { axisEnd } from '@/web/parts/axis-scale';
import { ChartCard } from '@/web/parts/chart-card';
import { count } from '@/web/parts/words/format';
import { price } from '@/web/parts/words/price';
import { useProjector } from '@/web/parts/projector';
import type { ShopStats } from './admin-wire';
import { lastDay, revenueDays } from './revenue-days';

const DAYS = 14;

/** Revenue of the last two weeks, a bar a day. */
export function RevenueCard({ stats }: { stats: ShopStats | null }) {
  const { remPx } = useProjector();
  const sold = stats?.revenueByDay ?? [];
  // Only drawn once the browser has numbers, so the server's clock never disagrees with it.
  const days = stats ? revenueDays(sold, lastDay(sold, new Date().toISOString().slice(0, 10)), DAYS) : [];
  const facts = days.filter(({ unitsSold }) => unitsSold > 0).map(({ label, revenue, unitsSold }) => `${label}: ${price(revenue)}, ${count(unitsSold)} units`);
  const end = axisEnd(days.map(({ height }) => height / 100));
  return (
    <ChartCard title="Revenue by day" see={`The last ${DAYS} days, in UTC.`} empty={stats ? 'Nothing was sold in these days.' : 'Looking…'} facts={facts} rem={13}>
      <ResponsiveContainer initialDimension={{ width: 600, height: 208 }}>
        <BarChart data={days} barCategoryGap="18%" margin={{ top: 8, right: 4, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="label" tickLine={false} axisLine={false} height={remPx * 1.6} interval="preserveStartEnd" />
          <YAxis type="number" domain={[0, end * 100]} ticks={[0, end * 50, end * 100]} tickFormatter={(hundredths: number) => count(hundredths / 100)} width={remPx * 4.2} tickLine={false} axisLine={false} />
          <Bar dataKey="height" fill="var(--safe)" radius={3} isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
    </ChartCard>
  );
}
