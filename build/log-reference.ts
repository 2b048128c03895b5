/** `node build/log-reference.ts`: writes docs/log-events.md from the closed list; a test holds the two together. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { logEvents } from '#contracts/log/events.ts';
import { root } from './steps.ts';

export function logReference(): string {
  const rows = Object.entries(logEvents).map(([event, { level, says }]) => `| \`${event}\` | ${level} | ${says} |`);
  return `# Log events\n\nGenerated from \`contracts/log/events.ts\` by \`node build/log-reference.ts\`. One JSON line per event; fields hold ids, codes and counts only.\n\n| event | level | says |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

if (import.meta.main) writeFileSync(path.join(root, 'docs/log-events.md'), logReference());
