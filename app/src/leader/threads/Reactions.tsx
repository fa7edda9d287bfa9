// SPDX-License-Identifier: Apache-2.0
// What one can say without words. None of them judges, and none is counted up into a score.
import { Button, Popover } from '@digdir/designsystemet-react';
import { EarIcon, EyeWithPupilIcon, FaceSmileIcon, HandHeartIcon, HeartIcon, LightBulbIcon, MountainIcon } from '@navikt/aksel-icons';
import { create, ReactionSymbol, ReactSchema, TakeBackReactionSchema } from '@samstig/client/messages';
import { useState } from 'react';
import { useClient, useMe } from '../../shared/client';
import { useWords } from '../../shared/words';
import { useWrite } from '../../shared/write';
import { reactionSymbols, type PostView } from './thread';

type Symbol = (typeof reactionSymbols)[number];
const signs: Record<Symbol, typeof HeartIcon> = {
  [ReactionSymbol.THANKS]: HandHeartIcon, [ReactionSymbol.HEART]: HeartIcon, [ReactionSymbol.IDEA]: LightBulbIcon,
  [ReactionSymbol.TRIED_IT_TOO]: MountainIcon, [ReactionSymbol.RECOGNISE]: EyeWithPupilIcon, [ReactionSymbol.CURIOUS]: EarIcon,
};
const keys = {
  [ReactionSymbol.THANKS]: 'react.thanks', [ReactionSymbol.HEART]: 'react.heart', [ReactionSymbol.IDEA]: 'react.idea',
  [ReactionSymbol.TRIED_IT_TOO]: 'react.triedItToo', [ReactionSymbol.RECOGNISE]: 'react.recognise', [ReactionSymbol.CURIOUS]: 'react.curious',
} as const;

function Sign({ symbol }: { symbol: Symbol }) {
  const Icon = signs[symbol];
  return <Icon aria-hidden />;
}

export function Reactions({ post }: { post: PostView }) {
  const words = useWords();
  const { t } = words;
  const client = useClient();
  const me = useMe();
  const write = useWrite();
  const [open, setOpen] = useState(false);
  const toggle = async (symbol: Symbol, mine: boolean) => {
    setOpen(false);
    const id = await client.namedId('reaction', me, post.of.id);
    const value = { id, postId: post.of.id, symbol };
    await write(mine ? { case: 'takeBackReaction', value: create(TakeBackReactionSchema, value) } : { case: 'react', value: create(ReactSchema, value) });
  };
  const mine = new Set(post.reactions.filter((one) => one.mine).map((one) => one.symbol));
  return (
    <div className="reactions" role="group" aria-label={t('react.title')}>
      {post.reactions.map(({ symbol, people, mine: own }) => (
        <button type="button" key={symbol} className="reaction" aria-pressed={own} onClick={() => void toggle(symbol as Symbol, own)}
          title={words.list(people)}>
          <Sign symbol={symbol as Symbol} /> {people.length} <span className="visually-hidden">{t(keys[symbol as Symbol])}: {words.list(people)}</span>
        </button>
      ))}
      <Popover.TriggerContext>
        <Popover.Trigger variant="tertiary" icon data-size="sm" aria-label={t('react.add')} onClick={() => setOpen(!open)}><FaceSmileIcon aria-hidden /></Popover.Trigger>
        <Popover open={open} onClose={() => setOpen(false)} placement="top-start">
          <div className="reaction-choice">
            {reactionSymbols.map((symbol) => (
              <Button key={symbol} variant="tertiary" data-size="sm" data-color="neutral" aria-pressed={mine.has(symbol)} onClick={() => void toggle(symbol, mine.has(symbol))}>
                <Sign symbol={symbol} /> {t(keys[symbol])}
              </Button>
            ))}
          </div>
        </Popover>
      </Popover.TriggerContext>
    </div>
  );
}
