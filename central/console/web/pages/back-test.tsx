import { useState } from 'react';
import type { ConsoleRefusal } from '#contracts/console/endpoint.ts';
import type { BackTestView, ItemView } from '#contracts/console/items.ts';
import { Banner } from '#renderer/ui/banner/banner.tsx';
import { call } from '../api.tsx';
import { minuteOf, useNumber } from '../format.tsx';
import { Main, Text } from '../controls.tsx';
import { Bars, DataTable } from '../figures.tsx';
import { Empty, Panel, Refused } from '../parts.tsx';
import { useCodeWord, useMay } from '../session.tsx';
import { useReasonText } from './reason.tsx';
import { useSay, useWord } from '../strings.tsx';

/** Who would have been proposed, on the events of the last days and on everybody as they stand today, and how that differs from the live version. */
export function BackTests({ view, onDone }: { readonly view: ItemView; readonly onDone: () => void }) {
  const say = useSay();
  const may = useMay();
  const [days, setDays] = useState('30');
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ConsoleRefusal>();
  const run = async (): Promise<void> => {
    setBusy(true);
    const tested = await call('items.back-test', {
      params: { id: view.id as never, version: view.version },
      body: { days: Number(days) || 30 },
    });
    setBusy(false);
    setRefusal(tested.ok ? undefined : tested.error);
    if (tested.ok) onDone();
  };
  const { backTest } = view;
  return (
    <>
      {may('items.back-test') && (view.state === 'draft' || view.state === 'tested') && (
        <Panel title={say('test.title')} wide>
          <p>{say('test.lead')}</p>
          <div className="row">
            <Text label={say('test.labelDays')} value={days} onChange={setDays} type="number" />
            <Main isDisabled={isBusy} onPress={() => void run()}>
              {say(isBusy ? 'test.running' : 'test.buttonRun')}
            </Main>
          </div>
          {refusal && <Refused refusal={refusal} />}
        </Panel>
      )}
      {backTest ? <Tested backTest={backTest} reasons={view.item.reasons} /> : <Empty>{say('test.empty')}</Empty>}
    </>
  );
}

function Tested({ backTest, reasons }: { readonly backTest: BackTestView; readonly reasons: ItemView['item']['reasons'] }) {
  const say = useSay();
  return (
    <>
      <Banner
        kind={backTest.faults === 0 ? 'ok' : 'stop'}
        title={backTest.faults === 0 ? say('test.noFaults') : say('test.faults', { n: backTest.faults })}
      >
        {say(backTest.against === undefined ? 'test.alone' : 'test.against', {
          at: minuteOf(backTest.at),
          version: backTest.against ?? 0,
          days: backTest.days,
        })}
      </Banner>
      <div className="two-panes">
        <Part title={say('test.titleEvents')} part={backTest.events} reasons={reasons} />
        <Part title={say('test.titleNightly')} part={backTest.nightly} reasons={reasons} />
      </div>
    </>
  );
}

function Part({
  title,
  part,
  reasons,
}: {
  readonly title: string;
  readonly part: BackTestView['events'];
  readonly reasons: ItemView['item']['reasons'];
}) {
  const say = useSay();
  const word = useWord();
  const reasonText = useReasonText();
  const number = useNumber();
  const codeWord = useCodeWord();
  return (
    <Panel title={title} aside={<span className="chip">{say('test.looked', { n: number(part.looked) })}</span>}>
      <Bars
        bars={[
          { label: say('test.proposed'), value: part.proposed, note: number(part.proposed) },
          { label: say('test.held'), value: part.held, note: number(part.held), kind: 'roof' },
        ]}
      />
      <h3>{say('test.titleDiff')}</h3>
      <Bars
        bars={(['fresh', 'gone', 'changed', 'same'] as const).map((name) => ({
          label: word('diff', name),
          value: part.diff[name],
          note: number(part.diff[name]),
          kind: name === 'same' ? 'sea' : name === 'gone' ? 'roof' : 'pine',
        }))}
      />
      <DataTable
        label={say('test.titleSamples')}
        rows={part.samples}
        keyOf={(sample) => JSON.stringify(sample)}
        empty={say('test.emptySamples')}
        columns={[
          { key: 'is', title: say('test.columnIs'), cell: ({ is }) => word('diff', is) },
          {
            key: 'place',
            title: say('test.columnPlace'),
            cell: ({ district, partyClass }) => (
              <>
                {codeWord('districts', district)}
                <small>{codeWord('partyClasses', partyClass)}</small>
              </>
            ),
          },
          {
            key: 'why',
            title: say('test.columnWhy'),
            cell: ({ action, reason }) => (
              <>
                {word('action', action)}
                <small>{reasonText(reasons[reason]) || word('holdReason', reason)}</small>
              </>
            ),
          },
        ]}
      />
    </Panel>
  );
}
