// SPDX-License-Identifier: Apache-2.0
// A day, chosen with the browser's own picker, which speaks the language of the device.
import { Textfield } from '@digdir/designsystemet-react';

interface DayFieldProps {
  label: string;
  description?: string;
  // "2026-10-05"; empty for none.
  value: string;
  onChange: (day: string) => void;
  min?: string;
  max?: string;
  error?: string;
  required?: boolean;
}

export function DayField({ label, description, value, onChange, min, max, error, required }: DayFieldProps) {
  return (
    <Textfield type="date" label={label} description={description} value={value} min={min} max={max} error={error} required={required}
      className="field-day" onChange={(event) => onChange(event.target.value)} />
  );
}
