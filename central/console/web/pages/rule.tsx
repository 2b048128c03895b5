import { useState } from 'react';
import type { JudgementLine, RuleView } from '#contracts/console/inference.ts';
import { judgedAction } from '#contracts/console/inference.ts';
import { Tag } from '#renderer/ui/tag/tag.tsx';
import type { TagKind } from '#renderer/ui/tag/tag.tsx';
import { useLoaded } from '../api.tsx';
import { percentOf, shortMinuteOf, useNumber } from '../format.tsx';
import { Choice, More } from '../controls.tsx';
import { Bars, DataTable } from '../figures.tsx';
import { Empty, Page, Panel, Show } from '../parts.tsx';
import { Link } from '../router.tsx';
import { useMay } from '../session.tsx';
import { useLocal, useSay, useWord } from '../strings.tsx';
import { PartyName } from './lines.tsx';
import { useReasonText } from './reason.tsx';

export const actionKinds: Readonly<Record<JudgementLine['action'], TagKind>> = { propose: 'ok', hold: 'wait', ignore: 'plain' };

/** One rule version: its funnel, its reasons, what is missing, and its newest judgements. */
export function RulePage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const say = useSay();
  const local = useLocal();
  const may = useMay();
  const [id, version] = [params['id'] ?? '', Number(params['version'])];
  const found = useLoaded('rules.read', { params: { id: id as never, version } });
  return (
    <Page
      title={found.value ? local(found.value.item.title) : say('rules.title')}
      aside={
        <>
          <span className="chip">{say('rules.version', { n: version })}</span>
          {may('items.read') && <Link to={`/items/${id}/${version}`}>{say('rule.linkItem')}</Link>}
          <Link to="/inference">{say('rule.linkBack')}</Link>
        </>
      }
    >
      <Show of={found}>{(rule) => <Rule rule={rule} />}</Show>
      {may('judgements.list') && <Judgements item={id} />}
    </Page>
  );
}

function Rule({ rule }: { readonly rule: RuleView }) {
  const say = useSay();
  const word = useWord();
  const reasonText = useReasonText();
  const number = useNumber();
  const { funnel } = rule;
  const declined = Object.entries(rule.declined);
  return (
    <div className="two-panes">
      <Panel
        title={say('rule.titleWay')}
        aside={
          rule.precision === undefined ? undefined : (
            <span className="chip">{say('rule.precision', { part: percentOf(rule.precision) })}</span>
          )
        }
      >
        <Bars
          bars={(['held', 'judged', 'sent', 'opened', 'confirmed', 'declined', 'done'] as const).map((name) => ({
            label: word('funnel', name),
            value: funnel[name],
            note: number(funnel[name]),
            kind: name === 'done' ? 'pine' : name === 'declined' || name === 'held' ? 'roof' : 'sea',
          }))}
        />
        <h3>{say('rule.titleDeclined')}</h3>
        {declined.length === 0 ? (
          <Empty>{say('rule.emptyDeclined')}</Empty>
        ) : (
          <Bars
            bars={declined.map(([reason, value]) => ({ label: word('stop', reason), value, note: number(value), kind: 'roof' }))}
          />
        )}
      </Panel>
      <div className="stack">
        <Panel title={say('rule.titleReasons')}>
          <DataTable
            label={say('rule.titleReasons')}
            rows={rule.byReason}
            keyOf={({ action, reason }) => `${action} ${reason}`}
            empty={say('rule.emptyReasons')}
            columns={[
              {
                key: 'action',
                title: say('rule.columnAction'),
                cell: ({ action }) => <Tag kind={actionKinds[action]}>{word('action', action)}</Tag>,
              },
              {
                key: 'reason',
                title: say('rule.columnReason'),
                cell: ({ reason }) => reasonText(rule.reasons[reason]) || word('holdReason', reason),
              },
              { key: 'count', title: say('rule.columnCount'), isNumber: true, cell: ({ count }) => number(count) },
            ]}
          />
        </Panel>
        <Panel title={say('rule.titleMissing')}>
          <DataTable
            label={say('rule.titleMissing')}
            rows={rule.missing}
            keyOf={({ fact }) => fact}
            empty={say('rule.emptyMissing')}
            columns={[
              { key: 'fact', title: say('rule.columnFact'), cell: ({ fact }) => word('fact', fact.replaceAll('.', '-')) },
              { key: 'count', title: say('rule.columnParties'), isNumber: true, cell: ({ count }) => number(count) },
            ]}
          />
        </Panel>
      </div>
    </div>
  );
}

function Judgements({ item }: { readonly item: string }) {
  const say = useSay();
  const word = useWord();
  const [action, setAction] = useState('any');
  const [after, setAfter] = useState<string>();
  const found = useLoaded('judgements.list', {
    query: { item: item as never, action: judgedAction.safeParse(action).data, after, limit: 10 },
  });
  return (
    <Panel
      title={say('rule.titleJudgements')}
      wide
      aside={
        <Choice
          label={say('rule.labelAction')}
          value={action}
          onChange={(id) => {
            setAction(id);
            setAfter(undefined);
          }}
          options={[
            { id: 'any', text: say('list.any') },
            ...judgedAction.options.map((id) => ({ id, text: word('action', id) })),
          ]}
        />
      }
    >
      <Show of={found}>
        {({ judgements, next }) => (
          <>
            <DataTable<JudgementLine>
              label={say('rule.titleJudgements')}
              rows={judgements}
              keyOf={({ id }) => id}
              empty={say('rule.emptyJudgements')}
              columns={[
                {
                  key: 'at',
                  title: say('list.when'),
                  cell: ({ at, id, party }) => <Link to={`/judgements/${party.key}/${id}`}>{shortMinuteOf(at)}</Link>,
                },
                { key: 'party', title: say('rule.columnParty'), cell: ({ party }) => <PartyName party={party} /> },
                {
                  key: 'action',
                  title: say('rule.columnAction'),
                  cell: (row) => <Tag kind={actionKinds[row.action]}>{word('action', row.action)}</Tag>,
                },
                {
                  key: 'missing',
                  title: say('rule.titleMissing'),
                  cell: ({ missing }) =>
                    missing.length === 0
                      ? say('list.none')
                      : missing.map((fact) => word('fact', fact.replaceAll('.', '-'))).join(say('list.comma')),
                },
                {
                  key: 'proposal',
                  title: say('rule.columnProposal'),
                  cell: ({ proposal }) => (proposal === undefined ? say('list.none') : word('proposalState', proposal)),
                },
              ]}
            />
            <More next={next} isFirst={after === undefined} onFirst={() => setAfter(undefined)} onNext={setAfter} />
          </>
        )}
      </Show>
    </Panel>
  );
}
