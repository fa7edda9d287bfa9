// SPDX-License-Identifier: Apache-2.0
// The mark: two paths that meet and go on together.
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
      <path d="M7 4c0 9 9 8 9 16v8" className="mark-one" />
      <path d="M25 4c0 9-9 8-9 16" className="mark-two" />
      <circle cx="16" cy="20" r="3.4" className="mark-control" />
    </svg>
  );
}
