// SPDX-License-Identifier: Apache-2.0
// A table that is wider than the screen: it is moved sideways, also by keyboard, while the page stands still.
import type { ReactNode } from 'react';

export function TableScroll({ labelledBy, children }: { labelledBy: string; children: ReactNode }) {
  return <div className="table-scroll" role="region" aria-labelledby={labelledBy} tabIndex={0}>{children}</div>;
}
