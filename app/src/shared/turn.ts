// SPDX-License-Identifier: Apache-2.0
// Lets the browser draw, and hear what a person does, before work goes on.
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
