'use client';

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis, type BarShapeProps } from 'recharts';
import { axisTime } from '@/web/parts/words/format';
import { ticksTo } from '@/web/parts/axis-scale';
import { useProjector } from '@/web/parts/projector';
import { axisEnd } from '@/web/parts/axis-scale';
import { latencyRows, shareOfP95, type RangeRow } from './bar-rows';
import { ChartCard } from '@/web/parts/chart-card';
import type { ChartLane } from './chart-lane';
import { ROW_NAME } from './row-name';

/** How long buyers waited: a dot for the median, an arrow over the line for p95, a ring for p99. */
export function LatencyCard({ lanes, rem }: { lanes: readonly ChartLane[]; rem: number }) {
  const { remPx } = useProjector();
  const rows = latencyRows(lanes);
  const end = axisEnd(rows.map(({ p99 }) => p99));
  const facts = rows.flatMap(({ title, label }) => (label === null ? [] : [`${title}: median, 95th and 99th percentile ${label}`]));
  return (
    <ChartCard
      title="Time to an answer"
      see="● median, ▼ 95th, ○ 99th percentile, from the moment each buyer meant to buy."
      empty="Press Flood to see how long each shop keeps its buyers waiting."
      facts={facts}
      rem={rem}
    >
      <ResponsiveContainer initialDimension={{ width: 400, height: 224 }}>
        <BarChart data={rows} layout="vertical" margin={{ top: 4, right: remPx * 1.4, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid horizontal={false} stroke="var(--line)" />
          <XAxis type="number" domain={[0, end]} ticks={ticksTo(end)} tickFormatter={axisTime} tickLine={false} axisLine={false} height={remPx * 1.6} />
          <YAxis type="category" dataKey="title" width={remPx * 8.9} tickLine={false} axisLine={false} interval={0} tick={ROW_NAME} />
          <Bar dataKey="range" isAnimationActive={false} shape={(props: BarShapeProps) => <Range shape={props} row={rows[props.index]} />} />
        </BarChart>
      </ResponsiveContainer>
    </ChartCard>
  );
}

function Range({ shape, row }: { shape: BarShapeProps; row: RangeRow | undefined }) {
  if (!row || row.label === null) return null;
  const { x, y, width, height } = shape;
  const middle = y + height / 2;
  const p95 = x + width * shareOfP95(row);
  return (
    <g stroke={row.color} strokeWidth={3} strokeLinecap="round">
      <path d={`M${x} ${middle}H${x + width}`} />
      <path d={`M${p95} ${middle - 5.5}l-4.5 -6h9Z`} fill={row.color} stroke="none" />
      <circle cx={x + width} cy={middle} r={4.5} fill="var(--panel)" strokeWidth={2.5} />
      <circle cx={x} cy={middle} r={5.5} fill={row.color} stroke="none" />
    </g>
  );
}
