import { DEFAULT_LAB, type LabSetup } from '@/domain/lab';

/** The lab page that replays a schedule step by step. */
export function labHref({ strategy, buyers, stock, quantity, replicas }: LabSetup, schedule: string): string {
  const query = new URLSearchParams({ strategy, buyers: String(buyers), stock: String(stock) });
  if (quantity !== DEFAULT_LAB.quantity) query.set('quantity', String(quantity));
  query.set('replicas', String(replicas));
  query.set('schedule', schedule);
  return `/lab?${query.toString()}`;
}

/** The command that replays it in a terminal, with only those options that differ from the command's defaults. */
export function labCommand({ strategy, buyers, stock, quantity, replicas }: LabSetup, schedule: string): string {
  const flags = ([['buyers', buyers], ['stock', stock], ['quantity', quantity], ['replicas', replicas]] as const).filter(([name, value]) => value !== DEFAULT_LAB[name]);
  return ['npx stampede lab', `--strategy ${strategy}`, ...flags.map(([name, value]) => `--${name} ${value}`), `--schedule ${schedule}`].join(' ');
}
