// SPDX-License-Identifier: Apache-2.0
// A real server with a small network, made with plain samstig commands: an organiser, a coach, an
// admin each in Pargas and Raseborg, and two leaders, in a cohort that is running. Ends only what it
// started.
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cp, mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TREE = fileURLToPath(new URL('../../..', import.meta.url));

export const NETWORK = 'svenskfinland';
export const COHORT = 'kommunens-ledarstig/3';

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

// Tries until it is so.
export async function eventually<T>(look: () => Promise<T | undefined | false> | T | undefined | false, ms = 60_000): Promise<T> {
  for (const end = Date.now() + ms; ; await pause(50)) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > end) throw new Error('it did not come about in time');
  }
}

export class World {
  private server: ChildProcess | undefined;
  private ports = { grpc: 0, http: 0 };

  private constructor(readonly folder: string, private readonly bin: string, private app: string) {}

  get url(): string {
    return `http://127.0.0.1:${this.ports.http}`;
  }

  // `app`: the folder that the server serves.
  static async make(app: string): Promise<World> {
    const world = await World.inNewFolder(app);
    await mkdir(join(world.folder, 'people'));
    await world.starts();
    await world.settles();
    return world;
  }

  // The same network with the same people, as a world that has stopped left it in its folder.
  static async like(folder: string, app: string): Promise<World> {
    const world = await World.inNewFolder(app);
    await cp(folder, world.folder, { recursive: true });
    await world.starts();
    return world;
  }

  private static async inNewFolder(app: string): Promise<World> {
    const bin = process.env.SAMSTIG_BIN;
    if (!bin) throw new Error('SAMSTIG_BIN says where samstig and samstig-server are');
    return new World(await mkdtemp(join(tmpdir(), 'samstig-world-')), bin, app);
  }

  // On the same ports as before, so that pages find it again; links in mails are right from the second time on.
  // `mail`: how mails are sent, instead of into files.
  async starts(mail = `{mode: files, directory: "${this.folder}/mail"}`): Promise<void> {
    const { folder } = this;
    const link = this.ports.http ? `, public_url: "${this.url}"` : '';
    await rm(join(folder, 'data/ports.json'), { force: true });
    await writeFile(join(folder, 'server.yaml'), `
data_dir: "${folder}/data"
grpc: {listen: "127.0.0.1:${this.ports.grpc}"}
http: {listen: "127.0.0.1:${this.ports.http}", app_dir: "${this.app}"${link}}
mail: ${mail}
`);
    const server = spawn(join(this.bin, 'samstig-server'), ['--config', join(folder, 'server.yaml')], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    server.stderr.on('data', (piece) => (said += piece));
    this.server = server;
    this.ports = await eventually(async () => {
      if (server.exitCode !== null) throw new Error(`the server does not start: ${said}`);
      const text = await readFile(join(folder, 'data/ports.json'), 'utf8').catch(() => '');
      return text.endsWith('}') || text.endsWith('}\n') ? (JSON.parse(text) as { grpc: number; http: number }) : undefined;
    });
  }

  async stops(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const { server } = this;
    if (!server || server.exitCode !== null) return;
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await gone;
  }

  // The operator installs another version of the app.
  async deploys(app: string): Promise<void> {
    await this.stops();
    this.app = app;
    await this.starts();
  }

  // Somebody else answers at the server's address, until the returned function ends it.
  async isReplacedBy(status: number, type: string, body: string): Promise<() => Promise<void>> {
    await this.stops();
    const stranger = createServer((_, response) => response.writeHead(status, { 'content-type': type }).end(body));
    await new Promise<void>((resolve) => stranger.listen(this.ports.http, '127.0.0.1', resolve));
    return async () => {
      stranger.closeAllConnections();
      await new Promise((resolve) => stranger.close(resolve));
      await this.starts();
    };
  }

  async ends(): Promise<void> {
    await this.stops();
    await rm(this.folder, { recursive: true });
  }

  // A samstig command of this person's; what it says as JSON.
  async as(name: string, ...args: string[]): Promise<any> {
    const env = { ...process.env, SAMSTIG_SERVER: `127.0.0.1:${this.ports.grpc}`, SAMSTIG_OPERATOR_TOKEN_FILE: join(this.folder, 'data/operator.token') };
    try {
      const { stdout } = await run(join(this.bin, 'samstig'), ['--data', join(this.folder, 'people', `${name}.samstig`), '--json', ...args], { env, maxBuffer: 64 << 20 });
      return stdout.trim() ? JSON.parse(stdout) : null;
    } catch (error) {
      throw new Error(`samstig ${args.join(' ')}: ${(error as { stderr: string }).stderr}`);
    }
  }

  // The code in the newest mail to this address, which is then thrown away.
  async codeFor(email: string): Promise<string> {
    const folder = join(this.folder, 'mail');
    return eventually(async () => {
      // What the server has not written whole yet has another ending.
      const mails = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
      for (const name of mails) {
        const mail = await readFile(join(folder, name), 'utf8');
        const code = /^ *(\d{8})\r?$/m.exec(mail)?.[1];
        if (!code || !new RegExp(`^To: ${email}\r?$`, 'mi').test(mail)) continue;
        await rm(join(folder, name));
        return code;
      }
      return undefined;
    });
  }

  async signsIn(name: string): Promise<void> {
    const email = emailOf(name);
    await this.as(name, 'sign-in', NETWORK, email, '--request-only');
    await this.as(name, 'sign-in', NETWORK, email, '--code', await this.codeFor(email), '--device', `${name}s dator`);
  }

  private async settles(): Promise<void> {
    await this.as('operator', 'init', NETWORK, '--name', 'Svenskfinland', '--organiser-name', 'Ordna Ordnarsson', '--organiser-email', emailOf('ordna'));
    await this.signsIn('ordna');
    await this.as('ordna', 'import', join(TREE, 'programmes/municipalities/finland-swedish.yaml'), join(TREE, 'programmes/kommunens-ledarstig/programme.yaml'));
    await this.as('ordna', 'cohort', 'plan', 'kommunens-ledarstig', '--round', '3', '--name', 'sv-FI=Omgång 3', '--enrolment-closes', '+30d', '--starts', '+31d', '--ends', '+150d', '--grace', '14d');
    await this.as('ordna', 'cohort', 'move', COHORT, 'announced');
    await this.as('ordna', 'cohort', 'move', COHORT, 'enrolling');
    await this.as('ordna', 'invite', emailOf('cecilia'), '--name', 'Cecilia Coach', '--role', 'coach', '--at', COHORT);
    for (const [admin, code] of [['hanna', '445'], ['rolf', '710']] as const) {
      await this.as('ordna', 'invite', emailOf(admin), '--name', `${admin} HR`, '--role', 'admin', '--at', code);
      await this.signsIn(admin);
      await this.as(admin, 'seats', 'request', '1');
      await this.as('ordna', 'seats', 'answer', code);
    }
    await this.as('hanna', 'enrol', 'Anna Annasdotter', emailOf('anna'), '--position', 'Rektor', '--sector', 'Bildning');
    await this.as('rolf', 'enrol', 'Bo Bosson', emailOf('bo'), '--position', 'Chef', '--sector', 'Teknik');
    await this.as('ordna', 'cohort', 'move', COHORT, 'confirmed');
    await this.as('ordna', 'cohort', 'move', COHORT, 'running');
    for (const name of ['cecilia', 'bo']) await this.signsIn(name);
    await this.as('cecilia', 'assign', 'prova-tjansten', '--due', '+14d');
  }
}

export const emailOf = (name: string) => `${name}@samstig.example`;
