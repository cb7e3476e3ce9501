import { FAULTS } from '@/domain/fault';
import type { MatrixReport } from '@/domain/matrix';
import { matrixSummary } from '@/domain/matrix-words';
import type { StrategyInfo } from '@/domain/strategy';
import { SiteHeader } from '@/web/parts/header/site-header';
import { LEGEND } from './cell-look';
import { faultShops } from './fault-shops';
import { columnGroups } from './matrix-columns';
import { MatrixTable } from './matrix-table';
import { OneStrategy } from './one-strategy';

const TONES = { safe: 'text-safe', bad: 'text-bad', dim: 'text-ink', warn: 'text-warn' } as const;

/** What every strategy promised and kept while something was broken on purpose. */
export function GuaranteesPage({ report, strategies }: { report: MatrixReport | null; strategies: readonly StrategyInfo[] }) {
  return (
    <div className="mx-auto max-w-[90rem] px-3.5 pb-16 sm:px-7">
      <SiteHeader here="guarantees" />
      <main>
        <h1 className="pt-3 text-[1.6rem] leading-[1.15] font-[750] tracking-[-0.025em] text-balance lg:pt-5 lg:text-[2.15rem]">
          What holds when something breaks
        </h1>
        {report ? <Filled report={report} strategies={strategies} /> : <Empty />}
      </main>
    </div>
  );
}

function Filled({ report, strategies }: { report: MatrixReport; strategies: readonly StrategyInfo[] }) {
  const groups = columnGroups(report, strategies);
  const { stampede, node, postgres, redis, synchronousCommit } = report.environment;
  return (
    <>
      <p className="max-w-[75ch] pt-2">{matrixSummary(report)}</p>
      <p className="pt-1 text-dim">
        Run <time dateTime={report.finishedAt}>{report.finishedAt.slice(0, 16).replace('T', ' ')} UTC</time> on Stampede {stampede}, Node {node}, Postgres {postgres}, Redis {redis ?? 'none'}, synchronous_commit {synchronousCommit}.
      </p>
      <ul className="flex flex-wrap gap-x-6 gap-y-1 py-3">
        {LEGEND.map(({ sign, word, tone, means }) => (
          <li key={word}>
            <span className={`font-semibold ${TONES[tone]}`}>{sign} {word}</span> <span className="text-dim">{means}</span>
          </li>
        ))}
        <li className="text-dim">Empty: nothing is expected, so it was not run. Press a cell to see what was expected and what happened.</li>
      </ul>
      <div className="max-md:hidden"><MatrixTable report={report} groups={groups} /></div>
      <div className="md:hidden"><OneStrategy report={report} groups={groups} /></div>
      <h2 className="pt-8 pb-2 text-[1.35rem] font-bold tracking-tight">The faults</h2>
      <dl className="grid gap-x-8 gap-y-3 lg:grid-cols-2">
        {FAULTS.map(({ name, title, what }) => (
          <div key={name}>
            <dt className="font-semibold">
              {title} <a className="pl-2 text-cap font-normal text-dim underline" href={floodAddress(report, name)}>flood with it<span className="sr-only">: {title}</span></a>
            </dt>
            <dd className="text-dim">{what}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** The race with this fault, and with the shops that show it. */
function floodAddress(report: MatrixReport, fault: string): string {
  const shops = faultShops(report, fault);
  return `/?${shops.length > 0 ? `strategies=${shops.join(',')}&` : ''}fault=${fault}`;
}

function Empty() {
  return (
    <div className="card mt-5 p-8 text-center">
      <p className="font-semibold">The matrix has not been run here yet.</p>
      <p className="pt-1 text-dim">
        Run <code className="font-mono text-ink">npx stampede matrix</code>: it injects every fault into every strategy, on real servers, and this page shows what held. It takes a few minutes.
      </p>
    </div>
  );
}
