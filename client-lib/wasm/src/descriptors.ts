// SPDX-License-Identifier: Apache-2.0
// What makes messages of the contract's descriptors, and has to make itself ready before the first of them: a step of its
// own of `readContract` (begin.ts).
export { fileDesc } from '@bufbuild/protobuf/codegenv2';
