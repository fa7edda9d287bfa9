// SPDX-License-Identifier: Apache-2.0
import type { Messages } from '..';

const areas = import.meta.glob<Messages>('./{coach,municipality,organiser}.json', { eager: true, import: 'default' });
const all: Messages = Object.assign({}, ...Object.values(areas));
export default all;
