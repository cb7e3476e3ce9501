'use client';

import { CartesianGrid, Line, LineChart, ResponsiveContainer, XAxis, YAxis, useXAxisScale, useYAxisScale } from 'recharts';
import { axisTime, count, duration } from '@/ui/model/format';
import { ticksTo } from '@/ui/model/track-scale';
import { useProjector } from '@/ui/parts/projector';
import { ChartCard } from './chart-card';
import type { ChartLane } from './chart-lane';
import { lastMoment, lineLabels, stockRows, type LineLabel } from './stock-lines';

/** What the shelf held, as the buyers were told it. */
export function StockCard({ lanes, stock }: { lanes: readonly ChartLane[]; stock: number }) {
  const { remPx } = useProjector();
  const drawn = lanes.filter(({ series }) => series.length > 1);
  const end = lastMoment(drawn);
  const facts = drawn.map(({ title, series }) => `${title}: ${count(series.at(-1)?.stock ?? stock)} left after ${duration(series.at(-1)?.tMs ?? 0)}`);
  return (
    <ChartCard
      title="Stock over time"
      see="A right sale takes one from the shelf. Lost updates sell many and take few."
      empty="Press Flood to see the shelves empty, one line a shop."
      facts={facts}
    >
      <ResponsiveContainer initialDimension={{ width: 400, height: 224 }}>
        <LineChart data={stockRows(drawn)} margin={{ top: 8, right: 18, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis type="number" dataKey="tMs" domain={[0, end]} ticks={ticksTo(end)} tickFormatter={axisTime} tickLine={false} axisLine={{ stroke: 'var(--line)' }} height={remPx * 1.6} />
          <YAxis type="number" domain={[0, stock]} ticks={ticksTo(stock)} tickFormatter={count} tickLine={false} axisLine={false} width={remPx * 2.6} allowDataOverflow />
          {drawn.map(({ key, color, dash }) => (
            <Line key={key} dataKey={key} stroke={color} strokeWidth={2.5} strokeDasharray={dash} dot={false} activeDot={false} connectNulls isAnimationActive={false} strokeLinejoin="round" />
          ))}
          <LineLabels labels={lineLabels(drawn, stock)} endMs={end} />
        </LineChart>
      </ResponsiveContainer>
    </ChartCard>
  );
}

/** Beyond this share of the width a name no longer fits to the right of its place. */
const TURN_AT = 0.7;

function LineLabels({ labels, endMs }: { labels: readonly LineLabel[]; endMs: number }) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  return labels.map(({ key, text, color, tMs, stock }) => (
    <text
      key={key}
      {...(tMs / endMs > TURN_AT
        ? { x: Number(x(tMs)), y: Number(y(stock)) + 16, textAnchor: 'end' }
        : { x: Number(x(tMs)) + 9, y: Number(y(stock)) })}
      fill={color}
      stroke="var(--panel)"
      strokeWidth={5}
      paintOrder="stroke"
      dominantBaseline="central"
      className="text-cap font-semibold"
    >
      {text}
    </text>
  ));
}
