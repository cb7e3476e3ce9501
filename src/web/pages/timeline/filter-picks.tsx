import type { Anomaly } from '@/domain/anomaly';
import type { OutcomeKind } from '@/domain/purchase';
import { count } from '@/web/parts/words/format';
import { Pick } from './pick';
import type { FilterChoices, RowFilter } from './row-filter';
import { OUTCOME_WORDS } from './row-words';
import { ANOMALY_WORDS } from './witness-words';

interface FilterPicksProps {
  filter: RowFilter;
  choices: FilterChoices;
  onFilter: (filter: RowFilter) => void;
}

const ANY = '';

/** Which purchases are shown: by outcome, replica and anomaly, each with how many there are. */
export function FilterPicks({ filter, choices, onFilter }: FilterPicksProps) {
  const { outcomes, replicas, anomalies } = choices;
  return (
    <>
      <Pick
        label="Outcome"
        value={filter.outcome ?? ANY}
        options={[[ANY, 'Every outcome'], ...outcomes.map(({ value, count: n }) => [value, `${OUTCOME_WORDS[value]} (${count(n)})`] as const)]}
        onPick={(value) => onFilter({ ...filter, outcome: value === ANY ? null : (value as OutcomeKind) })}
      />
      <Pick
        label="Replica"
        value={filter.replica === null ? ANY : String(filter.replica)}
        options={[[ANY, 'Every replica'], ...replicas.map(({ value, count: n }) => [String(value), `Replica ${value + 1} (${count(n)})`] as const)]}
        onPick={(value) => onFilter({ ...filter, replica: value === ANY ? null : Number(value) })}
      />
      <Pick
        label="Anomaly"
        value={filter.anomaly ?? ANY}
        options={[[ANY, anomalies.length > 0 ? 'With and without' : 'None in this lane'], ...anomalies.map(({ value, count: n }) => [value, `${ANOMALY_WORDS[value]} (${count(n)} buyers)`] as const)]}
        onPick={(value) => onFilter({ ...filter, anomaly: value === ANY ? null : (value as Anomaly) })}
      />
    </>
  );
}
