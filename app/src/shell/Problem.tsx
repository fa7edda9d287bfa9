// SPDX-License-Identifier: Apache-2.0
// A screen that cannot be shown: says so, says that what was written is safe, and offers to try again.
import { Button } from '@digdir/designsystemet-react';
import { Component, type ReactNode } from 'react';
import { errorWords } from '../shared/errors';
import { Page } from '../shared/Page';
import { useWords } from '../shared/words';

export class Boundary extends Component<{ place: string; children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  // Another screen is another chance.
  override componentDidUpdate(before: { place: string }) {
    if (before.place !== this.props.place && this.state.error !== null) this.setState({ error: null });
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <Problem error={this.state.error} onAgain={() => this.setState({ error: null })} />;
  }
}

export function Problem({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const words = useWords();
  return (
    <Page title={words.t('problem.title')}>
      <p role="alert">{errorWords(words, error)}</p>
      <p>{words.t('problem.safe')}</p>
      <Button onClick={onAgain}>{words.t('again')}</Button>
    </Page>
  );
}
