// SPDX-License-Identifier: Apache-2.0
// A dialogue for what cannot be undone, and for small forms. Escape and the cross always mean no.
import { Button, Dialog, Heading } from '@digdir/designsystemet-react';
import { type ReactNode, useId } from 'react';
import { useWords } from './words';

interface AskProps {
  title: string;
  children?: ReactNode;
  onClose: () => void;
  yes?: { label: string; act: () => void; danger?: boolean; disabled?: boolean };
}

export function Ask({ title, children, onClose, yes }: AskProps) {
  const { t } = useWords();
  const id = useId();
  return (
    <Dialog open onClose={onClose} closeButton={t('close')} aria-labelledby={id}>
      <Heading level={2} id={id} data-size="sm">{title}</Heading>
      <div className="ask-body">{children}</div>
      {yes && (
        <div className="buttons">
          <Button data-color={yes.danger ? 'danger' : undefined} disabled={yes.disabled} onClick={yes.act}>{yes.label}</Button>
          <Button variant="tertiary" onClick={onClose}>{t('cancel')}</Button>
        </div>
      )}
    </Dialog>
  );
}
