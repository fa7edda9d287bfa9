// SPDX-License-Identifier: Apache-2.0
// New versions of the app: fetched in the background, offered, and taken only when the person says so. What
// is being written is put on the disk before.
import { useEffect, useState } from 'react';
import { flushAll } from '../shared/flush';

export interface NewVersion {
  there: boolean;
  take: () => Promise<void>;
}

const kHour = 3600 * 1000;

export function useNewVersion(): NewVersion {
  const [waiting, setWaiting] = useState<ServiceWorker | null>(null);
  // Another tab took the new version, or a part of the old one is not to be had any more.
  const [stale, setStale] = useState(false);
  useEffect(() => {
    const broken = (event: Event) => {
      event.preventDefault();
      setStale(true);
    };
    window.addEventListener('vite:preloadError', broken);
    if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return () => window.removeEventListener('vite:preloadError', broken);
    const had = navigator.serviceWorker.controller !== null;
    const changed = () => had && setStale(true);
    navigator.serviceWorker.addEventListener('controllerchange', changed);
    let timer: ReturnType<typeof setInterval> | undefined;
    // Refused (a private window, a policy), the app works all the same, with a network.
    navigator.serviceWorker.register('/sw.js').then((registration) => {
      const look = () => {
        if (registration.waiting && navigator.serviceWorker.controller) setWaiting(registration.waiting);
      };
      look();
      registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
      timer = setInterval(() => void registration.update().catch(() => undefined), kHour);
    }, () => undefined);
    return () => {
      clearInterval(timer);
      window.removeEventListener('vite:preloadError', broken);
      navigator.serviceWorker.removeEventListener('controllerchange', changed);
    };
  }, []);
  const take = async () => {
    await flushAll();
    if (!waiting) {
      window.location.reload();
      return;
    }
    navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true });
    waiting.postMessage('take over');
  };
  return { there: waiting !== null || stale, take };
}
