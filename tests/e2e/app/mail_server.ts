// SPDX-License-Identifier: Apache-2.0
// A real mail server on loopback: Debian's aiosmtpd, which prints what it is sent.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { eventually } from '../../client-lib/wasm/world';

async function freePort(): Promise<number> {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  await new Promise((resolve) => taken.close(resolve));
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', () => resolve(false));
  });
}

export class MailServer {
  private received = '';

  private constructor(private readonly process: ChildProcess, readonly port: number) {
    process.stdout?.on('data', (piece) => (this.received += piece));
  }

  static async starts(): Promise<MailServer> {
    const port = await freePort();
    const program = spawn('/usr/bin/python3', ['-u', '-m', 'aiosmtpd', '-n', '-l', `127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', 'inherit'] });
    const server = new MailServer(program, port);
    await eventually(() => {
      if (program.exitCode !== null) throw new Error('aiosmtpd is not installed');
      return answers(port);
    });
    return server;
  }

  // For server.yaml.
  get settings(): string {
    return `{mode: smtp, smtp_url: "smtp://127.0.0.1:${this.port}", from: "Samstig <no-reply@samstig.example>"}`;
  }

  // The newest mail to this address, as it went over the wire, its soft line ends joined again.
  mailTo(email: string): Promise<string> {
    return eventually(() => {
      const mails = this.received.split('---------- MESSAGE FOLLOWS ----------').slice(1);
      const own = mails.filter((mail) => mail.includes('END MESSAGE') && new RegExp(`^To: .*${email}`, 'mi').test(mail));
      return own.at(-1)?.replace(/=\r?\n/g, '').replace(/=3D/g, '=');
    });
  }

  async ends(): Promise<void> {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGTERM');
    await gone;
  }
}
