import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '@/config/project-root';
import type { LaneTrace, TraceRef } from '@/domain/trace';
import { openDatabase } from '@/stores/postgres/database';
import { listTraces, readTrace } from '@/stores/postgres/traces';
import { csvExport } from './csv-export';
import { elleExport } from './elle-export';
import { ExportRefused, type LaneExport } from './lane-export';
import { porcupineExport } from './porcupine-export';
import { specExport } from './spec-export';

export const EXPORT_FORMATS = ['porcupine', 'elle', 'spec', 'csv'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportRequest {
  runId: string;
  format: ExportFormat;
  /** `strategy` or `strategy:repeat`; null where the run has only one lane. */
  lane: string | null;
  force: boolean;
}

/** Where traces are read from. */
export interface TraceSource {
  list(runId: string): Promise<TraceRef[]>;
  read(runId: string, strategy: string, repeat: number): Promise<LaneTrace | null>;
  /** Its two witnesses as an isolation spec; refused where there are none. */
  spec(runId: string, strategy: string, repeat: number): Promise<LaneExport>;
}

/** Exports a lane of a run that the database keeps. Throws `ExportRefused` with a sentence. */
export async function exportStoredLane(databaseUrl: string, request: ExportRequest): Promise<LaneExport> {
  const database = openDatabase(databaseUrl, 'stampede export');
  try {
    return await exportLane(
      {
        list: (runId) => listTraces(database.db, runId),
        read: (runId, strategy, repeat) => readTrace(database.db, runId, strategy, repeat),
        spec: (runId, strategy, repeat) => specExport(databaseUrl, runId, strategy, repeat),
      },
      request,
    );
  } finally {
    await database.close();
  }
}

export async function exportLane(traces: TraceSource, { runId, format, lane, force }: ExportRequest): Promise<LaneExport> {
  const refs = await traces.list(runId);
  if (refs.length === 0) {
    throw new ExportRefused(`Nothing is kept of a run ${runId}: there is no such run, it has no lane that ended, or it is so old that its traces were dropped.`);
  }
  const { strategy, repeat } = chosenLane(refs, lane);
  if (format === 'spec') return traces.spec(runId, strategy, repeat);
  const trace = await traces.read(runId, strategy, repeat);
  if (trace === null) throw new ExportRefused(`The trace of ${strategy}:${repeat} in run ${runId} was dropped a moment ago.`);
  switch (format) {
    case 'csv':
      return csvExport(trace);
    case 'elle':
      return elleExport(trace, force);
    case 'porcupine':
      return porcupineExport(trace, force, await readFile(join(projectRoot(), 'src/tools/export/model.go'), 'utf8'));
  }
}

/** A strategy may have a colon in its own name, as `for-update:nowait` has: so the lanes there are decide. */
function chosenLane(refs: readonly TraceRef[], wanted: string | null): TraceRef {
  const named = refs.map((ref) => ({ ref, names: ref.repeat === 1 ? [ref.strategy, `${ref.strategy}:1`] : [`${ref.strategy}:${ref.repeat}`] }));
  const [found] = wanted === null ? (refs.length === 1 ? refs : []) : named.filter(({ names }) => names.includes(wanted)).map(({ ref }) => ref);
  if (found !== undefined) return found;
  const lanes = named.map(({ names }) => names[0]).join(', ');
  throw new ExportRefused(wanted === null ? `The run has ${refs.length} lanes: choose one with --lane. There are ${lanes}.` : `The run has no lane ${wanted}. There are ${lanes}.`);
}
