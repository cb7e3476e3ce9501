'use client';

import { NumberField } from '@base-ui/react/number-field';
import { useId } from 'react';
import { CONTROL, LABEL } from './styles';

interface NumberInputProps {
  label: string;
  value: number | null;
  onChange: (value: number | null) => void;
  /** Told when the field is left or Enter is pressed, where not every keystroke counts. */
  onCommit?: (value: number | null) => void;
  min: number;
  max: number;
  step?: number;
  unit?: string;
  fault?: string;
  noteId: string;
  /** What an empty field means, where it may be empty. */
  placeholder?: string;
  className?: string;
}

/** A whole number. Out of range it is kept as typed and marked, and the note under the bar says what is wrong. */
export function NumberInput({ label, value, onChange, onCommit, min, max, step = 1, unit, fault, noteId, placeholder, className = '' }: NumberInputProps) {
  const id = useId();
  return (
    <NumberField.Root
      id={id}
      value={value}
      onValueChange={onChange}
      onValueCommitted={onCommit}
      min={min}
      max={max}
      step={step}
      largeStep={step * 10}
      allowOutOfRange
      locale="en-US"
      className={`flex flex-col gap-1 ${className}`}
    >
      <NumberField.ScrubArea className="cursor-ew-resize">
        <label htmlFor={id} className={`${LABEL} cursor-ew-resize whitespace-nowrap`}>
          {label}
        </label>
      </NumberField.ScrubArea>
      <NumberField.Group className="relative">
        <NumberField.Input
          placeholder={placeholder}
          aria-roledescription="number"
          aria-invalid={fault !== undefined}
          aria-describedby={fault === undefined ? undefined : noteId}
          className={`${CONTROL} px-3 tabular-nums aria-invalid:border-2 aria-invalid:border-bad ${unit ? 'pr-9' : ''}`}
        />
        {unit ? <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-cap text-dim">{unit}</span> : null}
      </NumberField.Group>
    </NumberField.Root>
  );
}
