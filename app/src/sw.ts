// SPDX-License-Identifier: Apache-2.0
// The service worker: the app opens at once and without a network. It keeps one version of the app, whole or
// not at all. A new one is fetched beside it and waits until a person says so; the one before is kept for
// tabs that are still open with it. What a person writes never passes through here.
/// <reference lib="webworker" />

// The SHA-256 of each file, by its address.
declare const release: { version: string; files: Record<string, string> };

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const kPrefix = 'samstig-';
const name = kPrefix + release.version;

async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

// Past the browser's own cache: else a proxy's leftovers could make half of this version another. And only with
// the bytes that belong to it: a network that wants a click first answers everything with its own page.
async function keepFile(cache: Cache, file: string, sha256: string): Promise<void> {
  const response = await fetch(new Request(file, { cache: 'reload' }));
  if (!response.ok || (await sha256Of(await response.clone().arrayBuffer())) !== sha256) throw new Error(`${file} is not of this version`);
  await cache.put(file, response);
}

async function keepRelease(): Promise<void> {
  const cache = await caches.open(name);
  try {
    await Promise.all(Object.entries(release.files).map(([file, sha256]) => keepFile(cache, file, sha256)));
    // Under the address that it is asked for by, for the way past this worker.
    await cache.put('/', (await cache.match('/index.html'))!);
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
}

async function forgetOld(): Promise<void> {
  const ours = (await caches.keys()).filter((key) => key.startsWith(kPrefix) && key !== name);
  // In the order of their making.
  await Promise.all(ours.slice(0, -1).map((key) => caches.delete(key)));
  await worker.clients.claim();
}

// Browsers that can do so give out the app without waking this worker (Service Worker Static Routing API,
// https://w3c.github.io/ServiceWorker/#dfnstatic-routing): at a cold start it would be waited for.
interface RouterRule {
  condition: { urlPattern: { pathname: string; search?: string }; requestMode?: RequestMode };
  source: 'cache' | { cacheName: string };
}

function giveWithoutWaking(event: ExtendableEvent & { addRoutes?: (rules: RouterRule[]) => Promise<void> }): void {
  const ways: RouterRule[] = [
    { condition: { urlPattern: { pathname: '/', search: '' }, requestMode: 'navigate' }, source: { cacheName: name } },
    // Their names have their hashes in them: it is the same in whichever version's cache it is found.
    { condition: { urlPattern: { pathname: '/assets/*' } }, source: 'cache' },
  ];
  const added = event.addRoutes?.(ways);
  if (added) event.waitUntil(added.catch(() => undefined));
}

async function page(request: Request): Promise<Response> {
  const kept = await (await caches.open(name)).match('/index.html');
  return kept ?? fetch(request);
}

async function part(request: Request): Promise<Response> {
  const own = await (await caches.open(name)).match(request);
  return own ?? (await caches.match(request)) ?? fetch(request);
}

worker.addEventListener('install', (event) => {
  giveWithoutWaking(event);
  event.waitUntil(keepRelease());
});
worker.addEventListener('activate', (event) => event.waitUntil(forgetOld()));
worker.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(worker.skipWaiting());
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (request.mode === 'navigate') {
    // Pages that the server makes itself.
    if (!/^\/(notices\/stop|healthz|metrics)/.test(url.pathname)) event.respondWith(page(request));
    return;
  }
  if (url.pathname in release.files || url.pathname.startsWith('/assets/')) event.respondWith(part(request));
});

export {};
