import { request as httpRequest } from 'node:http';
import type { Clock } from '#contracts/basics/clock.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import { lineFault, type LineFault } from '../transport/transport.ts';
import { decodeReply, encodeRequest, type Attribute, type IppReply, type IppRequest } from './ipp.ts';

/** Where cupsd listens: its own socket on this machine. */
export const cupsSocket = '/run/cups/cups.sock';

export interface IppClient {
  /** One request, one reply; an IPP error status is a reply, not a fault. */
  call(request: Omit<IppRequest, 'requestId'>): Promise<Result<IppReply, LineFault>>;
}

/** IPP over cupsd's socket: structured answers, where the text of `lpstat` changes with language and version. */
export function createIppClient(socketPath: string, clock: Clock, timeoutMs: number): IppClient {
  let lastId = 0;

  function post(body: Uint8Array): Promise<Result<Uint8Array, LineFault>> {
    return new Promise((done) => {
      const settle = (result: Result<Uint8Array, LineFault>): void => {
        cancel();
        done(result);
      };
      const post = httpRequest(
        {
          socketPath,
          method: 'POST',
          path: '/',
          headers: { 'Content-Type': 'application/ipp', 'Content-Length': body.length, Host: 'localhost' },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', (cause) => settle(err(lineFault('gone', cause.message))));
          response.on('end', () => {
            if (response.statusCode === 200) settle(ok(Buffer.concat(chunks)));
            else settle(err(lineFault('refused', `HTTP ${response.statusCode ?? 0}`)));
          });
        },
      );
      const cancel = clock.after(timeoutMs, () => {
        post.destroy();
        settle(err(lineFault('timeOut', `no IPP answer in ${timeoutMs} ms`)));
      });
      post.on('error', (cause: NodeJS.ErrnoException) => settle(err(lineFault('refused', cause.code ?? cause.message))));
      post.end(body);
    });
  }

  return {
    async call(request) {
      const requestId = ++lastId;
      const answered = await post(encodeRequest({ ...request, requestId }));
      if (!answered.ok) return answered;
      const reply = decodeReply(answered.value);
      if (!reply || reply.requestId !== requestId) return err(lineFault('failed', 'not an IPP reply'));
      return ok(reply);
    },
  };
}

/** The requesting user of all our jobs: only it (and the administrator) may cancel them. */
const userName = 'e-station';

const printerUri = (queue: string): Attribute => {
  return { tag: 'uri', name: 'printer-uri', values: [`ipp://localhost/printers/${encodeURIComponent(queue)}`] };
};
const user: Attribute = { tag: 'name', name: 'requesting-user-name', values: [userName] };

export function target(queue: string): readonly Attribute[] {
  return [printerUri(queue), user];
}

export function jobTarget(queue: string, jobId: number): readonly Attribute[] {
  return [printerUri(queue), { tag: 'integer', name: 'job-id', values: [jobId] }, user];
}
