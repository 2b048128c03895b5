import { useState } from 'react';
import type { ConsoleRefusal } from '#contracts/console/endpoint.ts';
import type { JudgementView, ReplayView } from '#contracts/console/inference.ts';
import { Banner } from '#renderer/ui/banner/banner.tsx';
import { Tag } from '#renderer/ui/tag/tag.tsx';
import { call, useLoaded } from '../api.tsx';
import { minuteOf, shortMinuteOf } from '../format.tsx';
import { Main } from '../controls.tsx';
import { DataTable, Facts } from '../figures.tsx';
import { Empty, Page, Panel, Refused, Show } from '../parts.tsx';
import { Link } from '../router.tsx';
import { useCodeWord } from '../session.tsx';
import { useLocal, useSay, useWord } from '../strings.tsx';
import { PartyName } from './lines.tsx';
import { useFactText, useReasonText } from './reason.tsx';
import { actionKinds } from './rule.tsx';

/** Why somebody was proposed something: the rule's row, its cells, the values, and where they came from. */
export function JudgementPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const say = useSay();
  const sent = { party: params['party'] ?? '', id: params['id'] ?? '' };
  const found = useLoaded('judgements.read', { params: sent });
  return (
    <Page
      title={say('judgement.title')}
      aside={
        found.value && (
          <Link to={`/inference/${found.value.item.id}/${found.value.item.version}`}>{say('judgement.linkRule')}</Link>
        )
      }
    >
      <Show of={found}>
        {(view) => (
          <div className="two-panes">
            <div className="stack">
              <What view={view} />
              <Hits view={view} />
            </div>
            <div className="stack">
              <Replay sent={sent} />
              <Known view={view} />
            </div>
          </div>
        )}
      </Show>
    </Page>
  );
}

function What({ view }: { readonly view: JudgementView }) {
  const say = useSay();
  const word = useWord();
  const local = useLocal();
  const reasonText = useReasonText();
  return (
    <Panel title={local(view.item.title)} aside={<Tag kind={actionKinds[view.action]}>{word('action', view.action)}</Tag>}>
      <Facts
        rows={[
          { label: say('judgement.labelParty'), value: <PartyName party={view.party} /> },
          { label: say('judgement.labelWhy'), value: reasonText(view.why) || word('holdReason', view.reason) },
          { label: say('judgement.labelAt'), value: minuteOf(view.at) },
          { label: say('judgement.labelRule'), value: say('rules.version', { n: view.item.version }) },
          ...(view.run ? [{ label: say('judgement.labelRun'), value: word('runKind', view.run.kind) }] : []),
          ...(view.certificate === '' ? [] : [{ label: say('judgement.labelCertificate'), value: view.certificate }]),
          ...(view.dueInDays === undefined
            ? []
            : [{ label: say('judgement.labelDue'), value: say('judgement.days', { n: view.dueInDays }) }]),
          ...(view.missing.length === 0
            ? []
            : [
                {
                  label: say('judgement.labelMissing'),
                  value: view.missing.map((fact) => word('fact', fact.replaceAll('.', '-'))).join(say('list.comma')),
                },
              ]),
        ]}
      />
    </Panel>
  );
}

function Hits({ view }: { readonly view: JudgementView }) {
  const say = useSay();
  const word = useWord();
  if (view.hits.length === 0)
    return (
      <Panel title={say('judgement.titleHits')}>
        <Empty>{say('judgement.emptyHits')}</Empty>
      </Panel>
    );
  return view.hits.map(({ row, note, cells }) => (
    <Panel key={row} title={say('judgement.titleRow', { n: row })}>
      <p lang="zh-CN">{note}</p>
      <DataTable
        label={say('judgement.titleRow', { n: row })}
        rows={cells}
        keyOf={({ input }) => input}
        empty={say('judgement.emptyCells')}
        columns={[
          { key: 'input', title: say('judgement.columnFact'), cell: ({ input }) => word('fact', input.replaceAll('.', '-')) },
          { key: 'test', title: say('judgement.columnTest'), cell: ({ test }) => <code>{test}</code> },
          { key: 'value', title: say('judgement.columnValue'), cell: ({ value }) => <code>{value}</code> },
        ]}
      />
    </Panel>
  ));
}

function Known({ view }: { readonly view: JudgementView }) {
  const say = useSay();
  const word = useWord();
  const codeWord = useCodeWord();
  const factText = useFactText();
  return (
    <>
      <Panel title={say('judgement.titleSources')}>
        <DataTable
          label={say('judgement.titleSources')}
          rows={view.sources}
          keyOf={({ what }) => what}
          empty={say('judgement.emptySources')}
          columns={[
            { key: 'what', title: say('judgement.columnWhat'), cell: ({ what }) => word('sourceOf', what) },
            { key: 'source', title: say('judgement.columnSource'), cell: ({ source }) => codeWord('sources', source) },
            {
              key: 'at',
              title: say('judgement.columnAt'),
              cell: ({ at }) => <span className="number">{shortMinuteOf(at)}</span>,
            },
            { key: 'version', title: say('judgement.columnVersion'), isNumber: true, cell: ({ version }) => version },
          ]}
        />
      </Panel>
      <Panel title={say('judgement.titleFacts')}>
        <Facts
          rows={view.facts.map(({ name, value }) => ({
            label: word('fact', name.replaceAll('.', '-')),
            value: factText(name, value),
          }))}
        />
        <p className="hash">{say('judgement.hash', { hash: view.factsHash.slice(0, 24) })}</p>
      </Panel>
    </>
  );
}

function Replay({ sent }: { readonly sent: { readonly party: string; readonly id: string } }) {
  const say = useSay();
  const [replayed, setReplayed] = useState<ReplayView>();
  const [refusal, setRefusal] = useState<ConsoleRefusal>();
  const replay = async (): Promise<void> => {
    const done = await call('judgements.replay', { params: sent });
    setReplayed(done.ok ? done.value : undefined);
    setRefusal(done.ok ? undefined : done.error);
  };
  return (
    <Panel
      title={say('judgement.titleReplay')}
      aside={<Main onPress={() => void replay()}>{say('judgement.buttonReplay')}</Main>}
    >
      {refusal && <Refused refusal={refusal} />}
      {replayed === undefined ? (
        !refusal && <p>{say('judgement.leadReplay')}</p>
      ) : (
        <Banner
          kind={replayed.isIdentical && replayed.factsUnchanged ? 'ok' : 'stop'}
          title={say(replayed.isIdentical ? 'judgement.identical' : 'judgement.different')}
        >
          {say(replayed.factsUnchanged ? 'judgement.factsSame' : 'judgement.factsChanged')}
        </Banner>
      )}
    </Panel>
  );
}
