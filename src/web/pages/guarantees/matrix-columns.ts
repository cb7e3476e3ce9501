import type { MatrixReport } from '@/domain/matrix';
import type { StrategyClass, StrategyInfo } from '@/domain/strategy';

/** A strategy of the matrix as a column of the page. */
export interface StrategyColumn {
  id: string;
  title: string;
  class: StrategyClass | null;
}

/** A class over its strategies. */
export interface ColumnGroup {
  class: StrategyClass | null;
  columns: StrategyColumn[];
}

const ORDER: readonly (StrategyClass | null)[] = ['safe', 'unsafe', 'loses-sales', null];

/** The strategies of a matrix, grouped by class; one that is no longer in the catalogue keeps its id. */
export function columnGroups({ strategies }: MatrixReport, catalogue: readonly StrategyInfo[]): ColumnGroup[] {
  const columns = strategies.map((id): StrategyColumn => {
    const info = catalogue.find((candidate) => candidate.id === id);
    return { id, title: info?.title ?? id, class: info?.class ?? null };
  });
  return ORDER.map((group) => ({ class: group, columns: columns.filter((column) => column.class === group) })).filter((group) => group.columns.length > 0);
}
