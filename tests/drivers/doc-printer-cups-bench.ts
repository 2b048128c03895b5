import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { untilTrue } from './pty.ts';

const run = promisify(execFile);

/** A word for `describe.skipIf`: why the real CUPS tests cannot run on this machine, or undefined. */
export function whyNoCups(): string | undefined {
  if (process.getuid?.() !== 0) return 'a private cupsd needs root';
  const needed = ['/usr/sbin/cupsd', '/usr/sbin/lpadmin', '/usr/lib/cups/backend/cups-pdf'];
  const missing = needed.find((file) => !existsSync(file));
  return missing ? `CUPS with cups-pdf is not installed: ${missing}` : undefined;
}

/** What the paper of the queue `PAPER` does next. */
export type Backend = 'prints' | 'hangs' | 'noPaper' | 'fails';

export interface CupsBench {
  readonly socketPath: string;
  /** A queue whose backend does what `behave` says. */
  readonly queue: 'PAPER';
  /** A queue on the machine's own cups-pdf backend. */
  readonly pdfQueue: 'CERT';
  behave(how: Backend): Promise<void>;
  /** What came out of `PAPER`, each as it came. */
  papers(): Promise<Buffer[]>;
  /** `cupsdisable`, `cupsenable`, `cupsreject`, `cupsaccept`. */
  administer(command: 'cupsdisable' | 'cupsenable' | 'cupsreject' | 'cupsaccept'): Promise<void>;
  kill(): Promise<void>;
  restart(): Promise<void>;
  remove(): Promise<void>;
}

/** Hands the document to a file, or does what the word in `behaviour` says. The job's file is the last argument or stdin. */
const backendScript = (folder: string): string => `#!/bin/sh
[ $# -eq 0 ] && { echo 'direct paper "Unknown" "test paper"'; exit 0; }
case "$(cat ${folder}/behaviour)" in
  hangs) trap 'exit 0' TERM; touch ${folder}/started; while :; do sleep 1 & wait $!; done ;;
  noPaper) trap 'exit 0' TERM; echo 'STATE: +media-empty-error' >&2; while :; do sleep 1 & wait $!; done ;;
  fails) exit 1 ;;
esac
echo 'STATE: -media-empty-error' >&2
cat "\${6:--}" > ${folder}/out/job-$1.pdf
`;

const filesConf = (folder: string): string => `
SystemGroup root
FatalErrors none
ServerRoot ${folder}/root
CacheDir ${folder}/cache
StateDir ${folder}/state
RequestRoot ${folder}/spool
TempDir ${folder}/spool/tmp
DataDir /usr/share/cups
ServerBin ${folder}/bin
AccessLog ${folder}/log/access
ErrorLog ${folder}/log/error
PageLog ${folder}/log/page
`;

const serverConf = (folder: string): string => `
Listen ${folder}/cups.sock
Browsing No
DefaultAuthType None
WebInterface No
JobKillDelay 1
ErrorPolicy abort-job
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
    Allow all
  </Limit>
</Policy>
`;

/** A real cupsd of our own: own folders, own socket, own queues; the machine's is not touched. */
export async function cupsBench(): Promise<CupsBench> {
  const folder = await mkdtemp(join(tmpdir(), 'estation-cups-'));
  const socketPath = join(folder, 'cups.sock');
  const environment = { ...process.env, CUPS_SERVER: socketPath };
  let daemon: ChildProcess | undefined;

  await chmod(folder, 0o755);
  for (const name of ['root', 'cache', 'state', 'spool/tmp', 'log', 'bin', 'out'])
    await mkdir(join(folder, name), { recursive: true });
  for (const name of ['cache', 'spool', 'spool/tmp', 'log', 'out']) await chmod(join(folder, name), 0o1777);
  await cp('/usr/lib/cups', join(folder, 'bin'), { recursive: true, dereference: true, mode: 0 });
  const backend = join(folder, 'bin/backend/paper');
  await writeFile(backend, backendScript(folder));
  await run('chown', ['-R', 'root:root', join(folder, 'bin')]);
  await run('chmod', ['-R', 'go-w', join(folder, 'bin')]);
  await chmod(backend, 0o755);
  await writeFile(join(folder, 'behaviour'), 'prints');
  await writeFile(join(folder, 'cups-files.conf'), filesConf(folder));
  await writeFile(join(folder, 'cupsd.conf'), serverConf(folder));

  async function restart(): Promise<void> {
    daemon = spawn('/usr/sbin/cupsd', ['-f', '-c', join(folder, 'cupsd.conf'), '-s', join(folder, 'cups-files.conf')], {
      stdio: 'ignore',
    });
    await untilTrue(() => existsSync(socketPath));
  }

  async function kill(): Promise<void> {
    const child = daemon;
    if (!child) return;
    daemon = undefined;
    const exited = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGTERM');
    await exited;
    await rm(socketPath, { force: true });
  }

  await restart();
  const admin = (command: string, ...args: string[]): Promise<unknown> => run(`/usr/sbin/${command}`, args, { env: environment });
  await admin('lpadmin', '-p', 'PAPER', '-E', '-v', 'paper:/', '-m', 'raw', '-o', 'printer-error-policy=abort-job');
  await admin('lpadmin', '-p', 'CERT', '-E', '-v', 'cups-pdf:/', '-P', '/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd');

  return {
    socketPath,
    queue: 'PAPER',
    pdfQueue: 'CERT',
    behave: (how) => writeFile(join(folder, 'behaviour'), how),
    async papers() {
      const names = (await readdir(join(folder, 'out'))).toSorted();
      return Promise.all(names.map((name) => readFile(join(folder, 'out', name))));
    },
    administer: async (command) => void (await admin(command, 'PAPER')),
    kill,
    restart,
    async remove() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
