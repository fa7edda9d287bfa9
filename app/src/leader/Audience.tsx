// SPDX-License-Identifier: Apache-2.0
// Who will read this, in words and by name, beside the button that sends it.
import { Alert } from '@digdir/designsystemet-react';
import { EyeIcon } from '@navikt/aksel-icons';
import { Face } from '../shared/Person';
import { useWords } from '../shared/words';
import { audienceLine, type Readers } from './audience';

export function Audience({ readers }: { readers: Readers | undefined }) {
  const words = useWords();
  if (!readers) return null;
  return (
    <div className="audience">
      <details className="audience-who">
        <summary>
          <EyeIcon aria-hidden /> <span>{audienceLine(words, readers)}</span>
        </summary>
        {readers.municipalities.length > 0 && <p className="muted">{words.list(readers.municipalities)}</p>}
        <ul className="plain-list">
          {readers.people.map((person) => (
            <li key={person.id} className="audience-person"><Face person={person} size="xs" /> <bdi>{person.name}</bdi> <span className="muted">{person.municipality}</span></li>
          ))}
        </ul>
      </details>
      {readers.lineOfCommand.length > 0 && (
        <Alert data-color="warning">{words.t('audience.lineOfCommand', { names: words.list(readers.lineOfCommand.map((one) => one.name)) })}</Alert>
      )}
    </div>
  );
}
