// SPDX-License-Identifier: Apache-2.0
// A hint beside a text that is being written, when a number in it tells of somebody else.
import { Alert } from '@digdir/designsystemet-react';
import { thirdPersons } from './third_persons';
import { useWords } from './words';

export function ThirdPersons({ text }: { text: string }) {
  const words = useWords();
  const found = thirdPersons(text);
  return (
    <div aria-live="polite">
      {found.length > 0 && (
        <Alert data-color="warning" data-size="sm">{words.t('third.note', { what: words.list(found.map((one) => words.t(`third.${one}`))) })}</Alert>
      )}
    </div>
  );
}
