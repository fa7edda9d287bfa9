// SPDX-License-Identifier: Apache-2.0
// Vite plugin: the contract's descriptors, 40 kB of base64, are read by the browser instead of by protobuf-es letter for
// letter, which takes a phone longer than all the rest of them.
import type { Plugin } from 'vite';

const kModule = /@bufbuild\/protobuf\/dist\/esm\/wire\/base64-encoding\.js$/;
const kDecode = 'export function base64Decode(';

// `lenient` is what protobuf-es has: it also knows the letters of addresses, blanks, and several texts in a row.
const kNative = `
export function base64Decode(text) {
  try {
    return typeof Uint8Array.fromBase64 === 'function'
      ? Uint8Array.fromBase64(text)
      : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return lenient(text);
  }
}
`;

export function nativeBase64(): Plugin {
  return {
    name: 'samstig-native-base64',
    transform(code, id) {
      if (!kModule.test(id)) return null;
      if (!code.includes(kDecode)) this.error('protobuf-es has moved its base64');
      return { code: code.replace(kDecode, 'function lenient(') + kNative, map: null };
    },
  };
}
