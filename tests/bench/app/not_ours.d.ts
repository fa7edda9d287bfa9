// SPDX-License-Identifier: Apache-2.0
// Packages of package.json here, which is installed for the bench alone: types are checked without them.
declare module 'express' {
  const express: () => any;
  export default express;
}
declare module 'express-pouchdb' {
  const edge: (pouch: unknown, options: object) => unknown;
  export default edge;
}
declare module 'pouchdb' {
  const PouchDB: unknown;
  export default PouchDB;
}
declare module 'lighthouse' {
  interface Result {
    report: string;
    lhr: { finalDisplayedUrl: string; runtimeError?: { message: string }; categories: Record<string, { score: number | null }> };
  }
  const lighthouse: (url: string, flags: object) => Promise<Result | undefined>;
  export default lighthouse;
}
