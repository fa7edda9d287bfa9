// SPDX-License-Identifier: Apache-2.0
// A screen: its heading, which takes the focus when one comes here, and its name in the browser's tab.
import { ArrowLeftIcon } from '@navikt/aksel-icons';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';

let arrivals = 0;

interface PageProps {
  title: string;
  // A short line above the heading: where this belongs.
  over?: ReactNode;
  lead?: ReactNode;
  back?: { to: string; label: string };
  // Words take one column that is good to read; 'wide' is for what is looked over.
  width?: 'text' | 'wide';
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, over, lead, back, width = 'text', actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Which address this is the screen of, for whoever looks from outside: while another one is on its way, this one stands.
  const [at] = useState(() => window.location.pathname);
  useEffect(() => {
    document.title = `${title} · Samstig`;
  }, [title]);
  useEffect(() => {
    // Not when the app opens: then the browser's own beginning is right.
    if (arrivals++ > 0 && !window.location.hash) {
      heading.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  }, []);
  return (
    <div className="page" data-width={width} data-at={at}>
      {back && (
        <Link href={back.to} className="page-back">
          <ArrowLeftIcon aria-hidden /> {back.label}
        </Link>
      )}
      <header className="page-head">
        <div>
          {over && <p className="page-over">{over}</p>}
          <h1 ref={heading} tabIndex={-1} className="page-title">{title}</h1>
          {lead && <p className="page-lead">{lead}</p>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export function Section({ title, id, children, aside }: { title: string; id: string; children: ReactNode; aside?: ReactNode }) {
  return (
    <section className="section" aria-labelledby={id}>
      <div className="section-head">
        <h2 id={id} className="section-title">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

// Nothing here yet: says what will be, and what one can do.
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <svg viewBox="0 0 120 60" aria-hidden="true" className="empty-picture">
        <path d="M4 52C24 20 40 50 60 30S96 8 116 22" className="empty-trail" />
        <circle cx="60" cy="30" r="7" className="empty-control" />
      </svg>
      <p className="empty-title">{title}</p>
      {children && <div className="empty-words">{children}</div>}
    </div>
  );
}
