import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import path from 'node:path';
import { demoActors } from '#central/process/index.ts';

/** What the centre said. */
export interface CentreAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** The centre could not be asked at all. */
export class NoCentre extends Error {
  override readonly name = 'NoCentre';
}

/** A running centre as its administrators talk to it. */
export interface CentreLine {
  /** @param actor file with the token of who acts; the demonstration's own by name. */
  ask(method: 'GET' | 'PUT' | 'POST' | 'DELETE', where: string, actor?: string, body?: object): Promise<CentreAnswer>;
}

/** @param data the centre's folder: `pki/ca.cert.pem`, `keys/` (below `data/` where a rig keeps it apart). @throws NoCentre */
export function openCentreLine(central: URL, data: string): CentreLine {
  const keys = [path.join(data, 'keys'), path.join(data, 'data', 'keys')].find((folder) => existsSync(folder));
  const ca = path.join(data, 'pki', 'ca.cert.pem');
  if (keys === undefined || !existsSync(ca))
    throw new NoCentre(
      `No centre's keys and certificates below ${path.relative(process.cwd(), data) || '.'}; say where with --data.`,
    );
  const read = (file: string): string => {
    if (!existsSync(file)) throw new NoCentre(`There is no token ${path.basename(file)}.`);
    return readFileSync(file, 'utf8').trim();
  };
  const tokenFile = (actor: string): string => (isDemoActor(actor) ? path.join(keys, demoActors[actor]) : actor);
  return {
    ask: (method, where, actor, body) =>
      send(new URL(where, central), method, readFileSync(ca, 'utf8'), body, {
        authorization: `Bearer ${read(path.join(keys, 'operator.token'))}`,
        ...(actor !== undefined && { 'x-estation-actor': read(tokenFile(actor)) }),
      }),
  };
}

function isDemoActor(name: string): name is keyof typeof demoActors {
  return Object.hasOwn(demoActors, name);
}

function send(
  url: URL,
  method: string,
  ca: string,
  body: object | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<CentreAnswer> {
  const text = body && JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      { method, ca, headers: { ...headers, ...(text !== undefined && { 'content-type': 'application/json' }) } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          try {
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown });
          } catch {
            reject(new NoCentre(`${url.origin} does not answer like a centre.`));
          }
        });
      },
    );
    asked.on('error', (cause: NodeJS.ErrnoException) =>
      reject(new NoCentre(`The centre at ${url.origin} does not answer (${cause.code ?? cause.message}).`)),
    );
    asked.end(text);
  });
}
