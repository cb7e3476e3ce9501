'use client';

import { useId } from 'react';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis, type BarShapeProps } from 'recharts';
import { count } from '@/web/parts/words/format';
import { useProjector } from '@/web/parts/projector';
import { axisEnd } from '@/web/parts/axis-scale';
import type { BarRow } from './bar-rows';
import { ChartCard } from '@/web/parts/chart-card';
import { ROW_NAME } from './row-name';

interface BarCardProps {
  title: string;
  see: string;
  empty: string;
  rows: BarRow[];
  /** The colour of what is not wrong. */
  color: string;
  rem: number;
}

/** A bar a strategy, with its number at its end. The wrong part is red and hatched. */
export function BarCard({ title, see, empty, rows, color, rem }: BarCardProps) {
  const { remPx } = useProjector();
  const hatch = useId();
  const end = axisEnd(rows.map(({ value }) => value));
  return (
    <ChartCard title={title} see={see} empty={empty} facts={rows.map((row) => `${row.title}: ${row.label}`)} rem={rem}>
      <ResponsiveContainer initialDimension={{ width: 400, height: 224 }}>
        <BarChart data={rows} layout="vertical" barCategoryGap="14%" margin={{ top: 4, right: remPx * 6.2, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid horizontal={false} stroke="var(--line)" />
          <XAxis type="number" domain={[0, end]} ticks={[0, end / 2, end]} tickFormatter={count} tickLine={false} axisLine={false} height={remPx * 1.6} />
          <YAxis type="category" dataKey="title" width={remPx * 8.9} tickLine={false} axisLine={false} interval={0} tick={ROW_NAME} />
          <defs>
            <pattern id={hatch} width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="10" height="10" fill="var(--bad)" />
              <rect width="5" height="10" fill="var(--bg)" opacity="0.42" />
            </pattern>
          </defs>
          <Bar dataKey="value" isAnimationActive={false} shape={(props: BarShapeProps) => <LabelledBar shape={props} row={rows[props.index]} color={color} hatch={`url(#${hatch})`} />} />
        </BarChart>
      </ResponsiveContainer>
    </ChartCard>
  );
}

interface LabelledBarProps {
  shape: BarShapeProps;
  row: BarRow | undefined;
  color: string;
  hatch: string;
}

function LabelledBar({ shape, row, color, hatch }: LabelledBarProps) {
  if (!row) return null;
  const { x, y, width, height } = shape;
  const thick = Math.min(height, 26);
  const top = y + (height - thick) / 2;
  const wrong = row.value > 0 ? (width * row.wrong) / row.value : 0;
  return (
    <g>
      <rect x={x} y={top} width={wrong} height={thick} fill={hatch} />
      <rect x={x + wrong} y={top} width={Math.max(0, width - wrong)} height={thick} fill={color} rx={2} />
      <text x={x + width + 8} y={top + thick / 2} dominantBaseline="central" className="fill-ink text-[0.875rem] font-semibold tabular-nums">
        {row.label}
      </text>
    </g>
  );
}
