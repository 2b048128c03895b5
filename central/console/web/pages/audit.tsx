import { useState } from 'react';
import type { AuditLine, EntryProof } from '#contracts/console/operations.ts';
import type { ConsoleRefusal } from '#contracts/console/endpoint.ts';
import { Banner } from '#renderer/ui/banner/banner.tsx';
import { call, useLoaded } from '../api.tsx';
import { minuteOf, shortMinuteOf, useNumber } from '../format.tsx';
import { More, Plain, Text } from '../controls.tsx';
import { DataTable } from '../figures.tsx';
import { Page, Panel, Refused, Show } from '../parts.tsx';
import { useSay, useWord } from '../strings.tsx';

/** 审计: who did or read what, and the proof that an entry is in the log as it was written. */
export function AuditPage() {
  const say = useSay();
  const word = useWord();
  const [filter, setFilter] = useState({ actor: '', action: '', subject: '' });
  const [after, setAfter] = useState<string>();
  const given = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());
  const entries = useLoaded('audit.list', {
    query: { actor: given(filter.actor), action: given(filter.action), subject: given(filter.subject), after, limit: 12 },
  });
  const [proof, setProof] = useState<{ readonly id: string; readonly proof?: EntryProof; readonly refusal?: ConsoleRefusal }>();
  const verify = async (id: string): Promise<void> => {
    const done = await call('audit.verify', { params: { id } });
    setProof(done.ok ? { id, proof: done.value } : { id, refusal: done.error });
  };
  const set = (name: keyof typeof filter) => (value: string) => {
    setFilter({ ...filter, [name]: value });
    setAfter(undefined);
  };
  return (
    <Page title={say('audit.title')}>
      <div className="filters">
        <Text label={say('audit.labelActor')} value={filter.actor} onChange={set('actor')} />
        <Text label={say('audit.labelAction')} value={filter.action} onChange={set('action')} />
        <Text label={say('audit.labelSubject')} value={filter.subject} onChange={set('subject')} />
      </div>
      {proof?.refusal && <Refused refusal={proof.refusal} />}
      {proof?.proof && <Proof proof={proof.proof} />}
      <Show of={entries}>
        {({ entries: rows, next }) => (
          <Panel title={say('audit.titleEntries')} wide>
            <DataTable<AuditLine>
              label={say('audit.titleEntries')}
              rows={rows}
              keyOf={({ id }) => id}
              current={proof?.id}
              empty={say('audit.empty')}
              columns={[
                { key: 'at', title: say('list.when'), cell: ({ at }) => shortMinuteOf(at) },
                { key: 'actor', title: say('audit.columnActor'), cell: ({ actor }) => <ActorName actor={actor} /> },
                {
                  key: 'action',
                  title: say('audit.columnAction'),
                  cell: ({ action }) => (
                    <>
                      {word('auditAction', action.replaceAll('.', '-'))}
                      <small className="code">{action}</small>
                    </>
                  ),
                },
                {
                  key: 'subject',
                  title: say('audit.columnSubject'),
                  cell: ({ subject }) => <span className="code">{shortened(subject)}</span>,
                },
                { key: 'outcome', title: say('audit.columnOutcome'), cell: ({ outcome }) => word('outcome', outcome) },
                {
                  key: 'verify',
                  title: say('audit.columnVerify'),
                  cell: ({ id, at }) => (
                    <Plain
                      label={say('audit.labelVerify', { at: shortMinuteOf(at), id: id.slice(-6) })}
                      onPress={() => void verify(id)}
                    >
                      {say('audit.buttonVerify')}
                    </Plain>
                  ),
                },
              ]}
            />
            <More next={next} isFirst={after === undefined} onFirst={() => setAfter(undefined)} onNext={setAfter} />
          </Panel>
        )}
      </Show>
      <Checkpoints />
    </Page>
  );
}

function shortened(text: string): string {
  return text.length > 30 ? `${text.slice(0, 18)}…${text.slice(-8)}` : text;
}

function ActorName({ actor }: { readonly actor: string }) {
  const word = useWord();
  const [kind = '', name = ''] = actor.split(':', 2);
  return (
    <>
      {word('by', kind)}
      <small className="code">{name}</small>
    </>
  );
}

function Proof({ proof }: { readonly proof: EntryProof }) {
  const say = useSay();
  const number = useNumber();
  const { is, position, size, checkpointAt, pathLength } = proof;
  if (is === 'pending') return <Banner kind="info" title={say('audit.pending')} />;
  if (is === 'damaged') return <Banner kind="stop" title={say('audit.damaged')} />;
  return (
    <Banner kind="ok" title={say('audit.recorded', { position: number(position ?? 0), size: number(size ?? 0) })}>
      {say('audit.path', { n: pathLength ?? 0, at: checkpointAt === undefined ? '' : minuteOf(checkpointAt) })}
    </Banner>
  );
}

function Checkpoints() {
  const say = useSay();
  const number = useNumber();
  const found = useLoaded('audit.checkpoints');
  return (
    <Show of={found}>
      {({ key, checkpoints }) => (
        <Panel title={say('audit.titleCheckpoints')} wide>
          <p className="hash">{say('audit.key', { key })}</p>
          <DataTable
            label={say('audit.titleCheckpoints')}
            rows={checkpoints}
            keyOf={({ size }) => String(size)}
            empty={say('audit.emptyCheckpoints')}
            columns={[
              { key: 'at', title: say('list.when'), cell: ({ at }) => minuteOf(at) },
              { key: 'size', title: say('audit.columnSize'), isNumber: true, cell: ({ size }) => number(size) },
              { key: 'root', title: say('audit.columnRoot'), cell: ({ note }) => <code>{note.split('\n')[2] ?? ''}</code> },
            ]}
          />
        </Panel>
      )}
    </Show>
  );
}
