import { faultTitle, type OfferedFault } from '@/web/parts/words/fault-words';
import { Picker } from '@/web/parts/controls/picker';
import { BoltIcon } from '@/web/parts/icons';

const NONE = { value: '', label: 'None', hint: 'Nothing is broken.' };

interface FaultPickerProps {
  faults: readonly OfferedFault[];
  /** `name` or `name@step`. */
  chosen: string | null;
  onChoose: (fault: string | null) => void;
}

/** What breaks on purpose in every lane. A fault that cannot be injected here is shown with the reason. */
export function FaultPicker({ faults, chosen, onChoose }: FaultPickerProps) {
  const items = [NONE, ...faults.map(({ name, title, what, unavailable }) => ({ value: name, label: title, hint: what, warning: unavailable === null ? null : `Not here: ${unavailable}` }))];
  return (
    <Picker
      label="Fault"
      wide
      warns={chosen !== null}
      value={chosen?.split('@')[0] ?? NONE.value}
      shown={<Shown fault={chosen} />}
      groups={[{ title: null, items }]}
      onChoose={(value) => onChoose(value === NONE.value ? null : value)}
    />
  );
}

function Shown({ fault }: { fault: string | null }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {fault === null ? null : <BoltIcon className="size-3.5 text-warn" />}
      <span className="truncate">{fault === null ? NONE.label : faultTitle(fault)}</span>
    </span>
  );
}
