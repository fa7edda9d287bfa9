// SPDX-License-Identifier: Apache-2.0
// buf and curl, as an administrator tries things out.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { NETWORK, World } from '../../client-lib/wasm/world';
import { tokenOf } from './callers';

const run = promisify(execFile);
const TREE = fileURLToPath(new URL('../../..', import.meta.url));

let world: World;
let token: string;

beforeAll(async () => {
  world = await World.make(inject('pageFolder'));
  token = await tokenOf(world, 'anna');
});
afterAll(() => world.ends());

// What buf says: answers on one stream, errors on the other.
async function buf(method: string, request: object, ...flags: string[]): Promise<string> {
  const args = ['curl', '--protocol', 'grpcweb', '--schema', `${TREE}/proto`, ...flags, '-d', JSON.stringify(request), `${world.url}/samstig.v1.${method}`];
  return run(`${TREE}/node_modules/.bin/buf`, args).then(({ stdout }) => stdout, ({ stderr }: { stderr: string }) => stderr);
}

const curl = async (...args: string[]) => (await run('curl', ['-sS', ...args])).stdout;

test('buf calls', async () => {
  const { cohorts } = JSON.parse(await buf('CatalogueService/ListOpenCohorts', { network: NETWORK })) as { cohorts?: unknown[] };
  expect(cohorts ?? []).toEqual([]);
});

test('buf reads a stream to its end', async () => {
  const said = await buf('SyncService/Pull', { versionMin: 1, versionMax: 1 }, '-H', `authorization: Bearer ${token}`);
  expect(said).toContain('"checkpoint"');
});

test('curl reads a stream in gzip to its end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'samstig-curl-'));
  const request = join(folder, 'request');
  await writeFile(request, Buffer.from([0, 0, 0, 0, 4, 0x08, 1, 0x10, 1]));  // PullRequest: versions 1 to 1.
  const ask = ['-X', 'POST', '--data-binary', `@${request}`, '-H', 'Content-Type: application/grpc-web+proto', '-H', `Authorization: Bearer ${token}`,
    '-H', 'Host: samstig.example.org', `${world.url}/samstig.v1.SyncService/Pull`];
  await curl('-o', join(folder, 'plain'), ...ask);
  const head = await curl('--compressed', '-D', '-', '-o', join(folder, 'unpacked'), ...ask);
  expect(head).toContain('Content-Encoding: gzip');
  const unpacked = await readFile(join(folder, 'unpacked'));
  expect(unpacked.toString('latin1')).toContain('grpc-status:0');
  // As long in bytes: the server's clock, which is in both, is not the same.
  expect(unpacked.length).toBe((await readFile(join(folder, 'plain'))).length);
  await rm(folder, { recursive: true });
});

test('buf hears of errors', async () => {
  const said = JSON.parse(await buf('AccountService/ListDevices', {})) as { code: string; details: { type: string }[] };
  expect(said.code).toBe('unauthenticated');
  expect(said.details.map((detail) => detail.type)).toEqual(['samstig.v1.ErrorDetail']);
});

test("the operator's service is not there", async () => {
  expect(JSON.parse(await buf('AdminService/GetStatus', {}))).toMatchObject({ code: 'unimplemented' });
});

test('curl gets the app, whichever screen it asks for', async () => {
  const index = await curl(`${world.url}/`);
  expect(index).toContain("Calls by Google's client");
  expect(await curl(`${world.url}/sign-in`)).toBe(index);
  const script = /src="(\/assets\/[^"]+)"/.exec(index)![1]!;
  const plain = await curl(`${world.url}${script}`);
  for (const coding of ['br', 'gzip']) {
    const head = await curl('-D', '-', '-o', '/dev/null', '-H', `Accept-Encoding: ${coding}`, `${world.url}${script}`);
    expect(head).toContain(`Content-Encoding: ${coding}`);
    expect(head).toContain('immutable');
    expect(await curl('--compressed', '-H', `Accept-Encoding: ${coding}`, `${world.url}${script}`)).toBe(plain);
  }
  const etag = /ETag: (\S+)/.exec(await curl('-I', `${world.url}/`))![1]!;
  expect(await curl('-o', '/dev/null', '-w', '%{http_code}', '-H', `If-None-Match: ${etag}`, `${world.url}/`)).toBe('304');
  expect(await curl('-o', '/dev/null', '-w', '%{http_code}', `${world.url}/assets/gone-1234.js`)).toBe('404');
  expect(await curl(`${world.url}/healthz`)).toBe('ok\n');
});
