import type { LaneReport, RunReport } from '@/domain/report';

/** A run as one self-contained HTML page: the lanes, the causes, the plan. */
export function htmlReport(report: RunReport): string {
  const scale = Math.max(...report.lanes.map((lane) => lane.unitsSold), report.plan.stock) * 1.05;
  const { plan, environment } = report;
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Stampede: ${escapeHtml(report.summary)}</title>
<style>${STYLE}</style>
<main>
<h1>${escapeHtml(report.summary)}</h1>
<p>${plan.buyers} buyers a lane for ${plan.stock} units, think time ${plan.thinkMs} ms, ${plan.replicas} shops, seed ${plan.seed}.
Postgres ${escapeHtml(environment.postgres)}, Redis ${escapeHtml(environment.redis ?? 'none')}, Node ${escapeHtml(environment.node)}, ${environment.cores} cores. ${escapeHtml(report.startedAt)}</p>
<table><thead><tr>${HEAD.map((title) => `<th scope="col">${title}</th>`).join('')}</tr></thead>
<tbody>${report.lanes.map((lane) => laneRow(lane, scale)).join('\n')}</tbody></table>
<h2>Causes</h2><ul>${report.lanes.map(causes).join('')}</ul>
<p>Verdict: ${report.verdict}, exit code ${report.exitCode}.</p>
</main></html>
`;
}

const HEAD = ['Strategy', 'Sold against stock', 'Verdict', 'Sold', 'Oversold', 'Lost updates', 'Sold out', 'Gave up', 'Unknown', 'Lost sales', 'Goodput', 'p95'];

function laneRow(lane: LaneReport, scale: number): string {
  const percent = (units: number): string => `${((units / scale) * 100).toFixed(2)}%`;
  const right = Math.min(lane.unitsSold, lane.stock);
  const cells = [lane.unitsSold, lane.oversold, lane.lostUpdates, lane.soldOut, lane.gaveUp, lane.unknown, lane.lostSales];
  return `<tr><th scope="row">${escapeHtml(lane.strategy)}${lane.repeat > 1 ? ` #${lane.repeat}` : ''}</th>
<td class="bar"><i style="width:${percent(right)}"></i><b style="width:${percent(lane.oversold)}"></b><u style="left:${percent(lane.stock)}"></u></td>
<td class="${lane.verdict}">${lane.verdict}</td>${cells.map((cell) => `<td>${cell}</td>`).join('')}<td>${Math.round(lane.goodputPerSecond)}/s</td><td>${lane.latencyMs.p95} ms</td></tr>`;
}

const causes = (lane: LaneReport): string =>
  lane.findings
    .map((finding) => `<li><strong>${escapeHtml(lane.strategy)}</strong>, ${finding.anomaly}: ${escapeHtml(finding.evidence.sentence)}</li>`)
    .join('');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const STYLE = `:root{color-scheme:light dark;--safe:#0369a1;--bad:#c9340f}@media(prefers-color-scheme:dark){:root{--safe:#38bdf8;--bad:#ff6b4a}}
body{font:15px/1.5 Inter,system-ui,sans-serif;font-variant-numeric:tabular-nums;margin:0}main{max-width:1240px;margin:0 auto;padding:24px;overflow-x:auto}
table{border-collapse:collapse;width:100%}th,td{padding:8px 10px;text-align:right;border-bottom:1px solid #8884}th[scope=row],thead th:first-child{text-align:left}
.bar{position:relative;min-width:260px;height:28px;text-align:left}.bar i,.bar b{display:inline-block;height:20px;vertical-align:middle}.bar i{background:var(--safe)}
.bar b{background:repeating-linear-gradient(-45deg,var(--bad) 0 6px,transparent 6px 10px)}.bar u{position:absolute;top:0;bottom:0;border-left:2px solid currentColor}.violated{color:var(--bad);font-weight:700}`;
