import { InvalidArgumentError, type Command } from 'commander';
import pc from 'picocolors';
import type { BenchRow } from '@/tools/bench/alternate';
import { runBenchServer, type BenchServerKind } from '@/tools/bench/bench-server';
import { runBench } from '@/tools/bench/run-bench';
import { prepareDatabase } from '@/stores/postgres/prepare-database';
import { provideServices } from '@/services/provide-services';
import type { CliContext } from '../cli-context';
import { plainTable } from '../reporters/plain-table';

/** `stampede bench`: our hot paths compared with what they are built on, as ratios within one run. */
export function registerBench(program: Command, context: CliContext): void {
  program
    .command('bench')
    .description('measure the hot paths against pgbench, bare node:http and autocannon')
    .option('--seconds <s>', 'seconds for each single measurement, 0.2 to 60', readSeconds, 2)
    .option('--rounds <n>', 'rounds of each comparison, 1 to 20; the median counts', readRounds, 3)
    .option('--only <words>', 'measure only the rows whose description contains this', '')
    .option('--json', 'print the rows as one JSON object on stdout')
    .action(async ({ seconds, rounds, only, json }: { seconds: number; rounds: number; only: string; json?: boolean }) => {
      const services = await provideServices({ redis: 'optional', shops: 0, prepareDatabase }, context.settings(), context.log);
      try {
        const { databaseUrl } = services;
        const redisUrls = 'urls' in services.redis ? services.redis.urls : null;
        const rows = await runBench({ databaseUrl, redisUrls, seconds, rounds, only, path: context.settings().searchPath, onProgress: context.log });
        if (json) context.print(JSON.stringify({ schemaVersion: 1, rows }));
        context.log(`\n${benchTable(rows)}`);
      } finally {
        await services.stop();
      }
    });
  // The command that the bench itself starts.
  program.command('bench-server <kind>', { hidden: true }).action((kind: BenchServerKind) => runBenchServer(kind));
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || seconds < 0.2 || seconds > 60) throw new InvalidArgumentError('expected seconds from 0.2 to 60. Nothing was measured.');
  return seconds;
}

function readRounds(text: string): number {
  const rounds = Number(text);
  if (!/^\d+$/.test(text) || rounds < 1 || rounds > 20) throw new InvalidArgumentError('expected a whole number from 1 to 20. Nothing was measured.');
  return rounds;
}

function benchTable(rows: readonly BenchRow[]): string {
  return plainTable(
    ['what', 'reference', '', 'ours', '', 'ratio'],
    rows.map((row) =>
      'skipped' in row
        ? [row.what, pc.dim(`not measured: ${row.skipped}`), '', '', '', '']
        : [row.what, row.reference, figure(row.referenceFigure, row.unit), row.ours, figure(row.ourFigure, row.unit), `${row.ratio.toFixed(2)}x`],
    ),
    2,
  );
}

const figure = (value: number, unit: string): string => `${Math.round(value).toLocaleString('en')} ${unit}`;
