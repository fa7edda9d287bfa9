// SPDX-License-Identifier: Apache-2.0
import { moneyText, type Price, vatOf } from './money';
import { useWords, type Words } from './words';

export function priceWords(words: Words, price: Price): string {
  const { t, language } = words;
  if (price.netCents === 0) return t('price.free');
  const net = moneyText(price.netCents, price.currency, language);
  if (price.vatPermille === 0) return t('price.net', { net });
  const total = moneyText(price.netCents + vatOf(price), price.currency, language);
  return t('price.gross', { net, vat: words.number(price.vatPermille / 10), total });
}

export function PriceWords({ price }: { price: Price }) {
  return <>{priceWords(useWords(), price)}</>;
}
