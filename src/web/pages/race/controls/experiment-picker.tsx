import type { Experiment } from '@/domain/experiment';
import { Picker } from '@/web/parts/controls/picker';

const OWN = { value: '', label: 'Your own', hint: 'Set every number yourself.' };

interface ExperimentPickerProps {
  experiments: readonly Experiment[];
  chosen: string | null;
  onChoose: (experiment: Experiment | null) => void;
}

/** A question with its plan ready, or a plan of one's own. */
export function ExperimentPicker({ experiments, chosen, onChoose }: ExperimentPickerProps) {
  const items = [OWN, ...experiments.map(({ name, title, question }) => ({ value: name, label: title, hint: question }))];
  return (
    <Picker
      label="Experiment"
      wide
      value={chosen ?? OWN.value}
      groups={[{ title: null, items }]}
      onChoose={(value) => onChoose(experiments.find(({ name }) => name === value) ?? null)}
    />
  );
}
