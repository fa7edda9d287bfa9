// SPDX-License-Identifier: Apache-2.0
// What stands between a browser and the server: a reverse proxy that may do what proxies, hotels and cables do
// to people. The app is loaded through it, so it is the app's own origin.
import { createServer, request as ask } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { World } from '../../client-lib/wasm/world';

// 'through': to the server and back. 'unanswered': the server gets it and answers, and the answer is lost.
// 'cut': the connection ends before the server gets it. Else somebody else answers.
export type Fate = 'through' | 'unanswered' | 'cut' | { status: number; type: string; body: string; headers?: Record<string, string> };

export class Between {
  // What becomes of the call to this address.
  fate: (path: string) => Fate = () => 'through';
  // When the server's answer to the call has begun to come.
  answered: (path: string) => void = () => undefined;
  // What becomes of the server's words, and of what it says about them.
  rewrites: ((path: string, body: string) => string) | undefined;
  headers: (headers: IncomingHttpHeaders) => IncomingHttpHeaders = (headers) => headers;

  private constructor(private readonly server: Server) {}

  static async stands(world: World): Promise<Between> {
    const server = createServer((request, response) => between.carry(request, response, world));
    const between = new Between(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return between;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async goes(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  // Ends what is open, so that the next calls meet their fate.
  hangsUp(): void {
    this.server.closeAllConnections();
  }

  private carry(request: IncomingMessage, response: ServerResponse, world: World): void {
    const path = request.url ?? '/';
    const fate = this.fate(path);
    if (fate === 'cut') {
      request.socket.destroy();
      return;
    }
    if (typeof fate === 'object') {
      request.resume();
      response.writeHead(fate.status, { 'content-type': fate.type, ...fate.headers }).end(fate.body);
      return;
    }
    const { rewrites } = this;
    // What is to be rewritten must come as it is.
    const asked = rewrites ? { ...request.headers, 'accept-encoding': 'identity' } : request.headers;
    const upstream = ask(`${world.url}${path}`, { method: request.method, headers: asked }, (answer) => {
      this.answered(path);
      if (fate === 'unanswered') {
        answer.resume();
        request.socket.destroy();
        return;
      }
      const headers = this.headers(answer.headers);
      if (rewrites && /javascript/.test(answer.headers['content-type'] ?? '')) {
        const pieces: Buffer[] = [];
        answer.on('data', (piece: Buffer) => pieces.push(piece));
        answer.on('end', () => {
          const { 'content-length': _, ...others } = headers;
          response.writeHead(answer.statusCode ?? 502, others).end(rewrites(path, Buffer.concat(pieces).toString()));
        });
        return;
      }
      response.writeHead(answer.statusCode ?? 502, headers);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    upstream.on('error', () => {
      if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
      else response.destroy();
    });
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  }
}
