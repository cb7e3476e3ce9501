import Table from 'cli-table3';
import type { ServicesStatus } from '@/services/services-status';

/** The state of the services as a table for people. */
export function statusTable(status: ServicesStatus): string {
  const table = new Table({ head: ['service', 'where', 'state'], style: { head: [], border: [] } });
  for (const { command, pid } of status.launchers) table.push([`stampede ${command}`, `process ${String(pid)}`, 'running']);
  const { postgres } = status;
  table.push(['Postgres', postgres === null ? '-' : `127.0.0.1:${String(postgres.port)}`, stateOf(postgres?.answers ?? null)]);
  if (status.redis.length === 0) table.push(['Redis', '-', 'not running']);
  status.redis.forEach(({ port, answers }, i) => {
    table.push([`Redis ${String(i + 1)}`, `127.0.0.1:${String(port)}`, stateOf(answers)]);
  });
  status.shops.forEach(({ url, answers, current }, i) => {
    table.push([`shop ${String(i + 1)}`, url, answers && !current ? 'running, built from older sources' : stateOf(answers)]);
  });
  for (const { url, answers } of status.webs) table.push(['web', url, stateOf(answers)]);
  return table.toString();
}

const stateOf = (answers: boolean | null): string => (answers === null ? 'not running' : answers ? 'running' : 'does not answer');
