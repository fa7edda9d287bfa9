// SPDX-License-Identifier: Apache-2.0
// One of several, by the browser's own list.
import { Field, Label, Select } from '@digdir/designsystemet-react';
import { useId } from 'react';

export interface Option {
  value: string;
  label: string;
}

interface ChoiceProps {
  label: string;
  description?: string;
  value: string;
  options: Option[];
  onChange: (value: string) => void;
}

export function Choice({ label, description, value, options, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <Field className="choice">
      <Label htmlFor={id}>{label}</Label>
      {description && <p data-field="description">{description}</p>}
      <Select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => <Select.Option key={option.value} value={option.value}>{option.label}</Select.Option>)}
      </Select>
    </Field>
  );
}
