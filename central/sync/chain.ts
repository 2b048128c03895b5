/** The last link of a terminal's chain that the centre has seen. Epoch 0, seq 0 = nothing yet. */
export interface ChainHead {
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
}

export interface ChainLink {
  readonly seq: number;
  readonly prevHash: string;
  readonly hash: string;
}

/**
 * `gap`: links are missing. `fork`: a link does not continue the one before it. `behind`: a new act under a number that was
 * passed already, late or from a copy of the disk. `epoch`: the terminal began a new chain, as after a re-image. `old-epoch`:
 * it speaks from a chain that was given up.
 */
export interface ChainAnomaly {
  readonly kind: 'gap' | 'fork' | 'behind' | 'epoch' | 'old-epoch';
  readonly seq: number;
}

export const chainStart: ChainHead = { epoch: 0, seq: 0, hash: '0'.repeat(64) };

/**
 * Follows the chain over acts that are new to the centre. It never refuses one: a broken chain is a matter for people, and
 * the citizen whose act comes behind the break has done nothing wrong.
 */
export function followChain(
  head: ChainHead,
  epoch: number,
  links: readonly ChainLink[],
): { head: ChainHead; anomalies: ChainAnomaly[] } {
  const first = links[0];
  if (!first) return { head, anomalies: [] };
  if (epoch < head.epoch) return { head, anomalies: [{ kind: 'old-epoch', seq: first.seq }] };
  const anomalies: ChainAnomaly[] = [];
  let last = head;
  if (epoch > head.epoch) {
    if (head.epoch !== 0) anomalies.push({ kind: 'epoch', seq: first.seq });
    last = { ...chainStart, epoch };
  }
  for (const link of links.toSorted((a, b) => a.seq - b.seq)) {
    const kind = anomalyOf(last, link);
    if (kind) anomalies.push({ kind, seq: link.seq });
    if (link.seq > last.seq) last = { epoch, seq: link.seq, hash: link.hash };
  }
  return { head: last, anomalies };
}

function anomalyOf(last: ChainHead, link: ChainLink): ChainAnomaly['kind'] | undefined {
  if (link.seq <= last.seq) return 'behind';
  if (link.seq > last.seq + 1) return 'gap';
  return link.prevHash === last.hash ? undefined : 'fork';
}
