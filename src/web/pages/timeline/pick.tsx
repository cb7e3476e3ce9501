import { useId } from 'react';
import { CONTROL, LABEL } from '@/web/parts/controls/styles';

interface PickProps {
  label: string;
  value: string;
  /** `value` and what it is called. */
  options: readonly (readonly [string, string])[];
  onPick: (value: string) => void;
}

/** One choice of many, with its name above. The browser's own list: it works with every keyboard and on every phone. */
export function Pick({ label, value, options, onPick }: PickProps) {
  const id = useId();
  return (
    <div className="min-w-0">
      <label className={LABEL} htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ target }) => onPick(target.value)} className={`${CONTROL} px-2.5`}>
        {options.map(([key, name]) => (
          <option key={key} value={key}>{name}</option>
        ))}
      </select>
    </div>
  );
}
