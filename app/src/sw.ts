// SPDX-License-Identifier: Apache-2.0
// The service worker: the app opens at once and without a network. It keeps one version of the app, whole or
// not at all. A new one is fetched beside it and waits until a person says so; the one before is kept for
// tabs that are still open with it. What a person writes never passes through here.
/// <reference lib="webworker" />

declare const release: { version: string; files: string[] };

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const kPrefix = 'samstig-';
const name = kPrefix + release.version;

async function keepRelease(): Promise<void> {
  const cache = await caches.open(name);
  // Past the browser's own cache: else a proxy's leftovers could make half of this version another.
  await cache.addAll(release.files.map((file) => new Request(file, { cache: 'reload' })));
}

async function forgetOld(): Promise<void> {
  const ours = (await caches.keys()).filter((key) => key.startsWith(kPrefix) && key !== name);
  // In the order of their making.
  await Promise.all(ours.slice(0, -1).map((key) => caches.delete(key)));
  await worker.clients.claim();
}

async function page(request: Request): Promise<Response> {
  const kept = await (await caches.open(name)).match('/index.html');
  return kept ?? fetch(request);
}

async function part(request: Request): Promise<Response> {
  const own = await (await caches.open(name)).match(request);
  return own ?? (await caches.match(request)) ?? fetch(request);
}

worker.addEventListener('install', (event) => event.waitUntil(keepRelease()));
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
  if (release.files.includes(url.pathname) || url.pathname.startsWith('/assets/')) event.respondWith(part(request));
});

export {};
