// SPDX-License-Identifier: Apache-2.0
// Files that a person adds. A photo of a phone is made small enough to be sent over a weak network; what
// cannot be made smaller and is too large is refused with plain words, before anything is lost.

export const kLargestFile = 20 * 1000 * 1000;
const kSmallEnough = 1_500_000;
const kLongestSide = 2048;

export type Prepared =
  | { kind: 'file'; bytes: Uint8Array; name: string; mediaType: string; scaledFrom?: number }
  | { kind: 'tooLarge'; size: number }
  | { kind: 'unreadable' };

export function fits(width: number, height: number, longest = kLongestSide): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

// No path, no control characters, at most 255 bytes, and never nothing.
export function plainName(name: string, otherwise: string): string {
  const last = name.split(/[\\/]/).at(-1)!.replace(/[\u0000-\u001f\u007f]/g, '').trim();
  const encoder = new TextEncoder();
  let cut = [...last];
  while (encoder.encode(cut.join('')).length > 200) cut = cut.slice(0, -1);
  return cut.join('') || otherwise;
}

const asJpeg = (name: string) => `${name.replace(/\.[^.]*$/, '')}.jpg`;

async function scaled(file: Blob): Promise<Blob | null> {
  const bitmap = await createImageBitmap(file);
  const { width, height } = fits(bitmap.width, bitmap.height);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82));
}

export async function prepare(file: File, otherwise: string): Promise<Prepared> {
  const name = plainName(file.name, otherwise);
  let blob: Blob = file;
  let made = { name, mediaType: (file.type || 'application/octet-stream').toLowerCase() };
  if (/^image\/(jpeg|png|webp|heic|heif|avif|bmp)$/.test(made.mediaType) && file.size > kSmallEnough) {
    // What the browser cannot read as a picture goes as it is, if it is not too large.
    const small = await scaled(file).catch(() => null);
    if (small && small.size < file.size) {
      blob = small;
      made = { name: asJpeg(name), mediaType: 'image/jpeg' };
    }
  }
  if (blob.size > kLargestFile) return { kind: 'tooLarge', size: blob.size };
  if (blob.size === 0) return { kind: 'unreadable' };
  const bytes = await blob.arrayBuffer().then((buffer) => new Uint8Array(buffer), () => null);
  if (!bytes) return { kind: 'unreadable' };
  return { kind: 'file', bytes, ...made, scaledFrom: blob === file ? undefined : file.size };
}
