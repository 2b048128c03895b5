import type { TrialReportView } from '#contracts/console/operations.ts';
import { useLoaded } from '../api.tsx';
import { Chart } from '../chart.tsx';
import { useNumber } from '../format.tsx';
import { DataTable, Figure } from '../figures.tsx';
import { Page, Panel, Show } from '../parts.tsx';
import { useCodeWord } from '../session.tsx';
import { useLanguage, useSay } from '../strings.tsx';

/** 首批试点: counted in the tables of this moment. */
export function ReportPage() {
  const say = useSay();
  const report = useLoaded('report.trial');
  return (
    <Page title={say('report.title')}>
      <Show of={report}>{(value) => <Report report={value} />}</Show>
    </Page>
  );
}

function Report({ report }: { readonly report: TrialReportView }) {
  const say = useSay();
  const number = useNumber();
  const language = useLanguage();
  const codeWord = useCodeWord();
  const places = Object.entries(report.places);
  return (
    <>
      <dl className="figures">
        <Figure label={say('report.items')} value={report.items} note={say('report.notePlaces', { n: report.placesTotal })} />
        <Figure
          label={say('report.waived')}
          value={report.materialsWaived}
          note={say('report.noteAsked', { n: report.materialsAsked })}
        />
        <Figure
          label={say('report.filled')}
          value={report.fieldsPrefilled}
          note={say('report.noteFields', { n: report.fieldsAsked })}
        />
        <Figure
          label={say('report.classes')}
          value={report.partyClasses}
          note={say('report.noteParties', { n: number(report.parties) })}
        />
        <Figure
          label={say('report.proposals')}
          value={report.proposals}
          note={say('report.noteConfirmed', { n: number(report.confirmed) })}
        />
      </dl>
      <div className="two-panes">
        <div className="stack">
          <Panel title={say('report.titlePlaces')}>
            <Chart
              kind="places"
              label={say('report.chartPlaces', {
                text: places.map(([code, n]) => `${codeWord('districts', code)} ${n}`).join(say('list.comma')),
              })}
              categories={places.map(([code]) => codeWord('districts', code))}
              series={[{ name: say('report.items'), values: places.map(([, n]) => n) }]}
            />
          </Panel>
          <Panel title={say('report.titleItems')}>
            <DataTable
              label={say('report.titleItems')}
              rows={report.byItem}
              keyOf={({ id }) => id}
              empty={say('report.empty')}
              columns={[
                { key: 'title', title: say('items.columnItem'), cell: ({ title }) => title[language] },
                { key: 'places', title: say('report.columnPlaces'), isNumber: true, cell: ({ places: n }) => n },
                { key: 'waived', title: say('report.columnWaived'), isNumber: true, cell: ({ waived }) => waived },
                { key: 'filled', title: say('report.columnFilled'), isNumber: true, cell: ({ prefilled }) => prefilled },
                {
                  key: 'proposals',
                  title: say('report.columnProposals'),
                  isNumber: true,
                  cell: ({ proposals }) => number(proposals),
                },
                {
                  key: 'confirmed',
                  title: say('report.columnConfirmed'),
                  isNumber: true,
                  cell: ({ confirmed }) => number(confirmed),
                },
              ]}
            />
          </Panel>
        </div>
        <Panel title={say('report.titleSaved')}>
          <Chart
            kind="items"
            label={say('report.chartSaved', { waived: report.materialsWaived, filled: report.fieldsPrefilled })}
            categories={report.byItem.map(({ title }) => title[language])}
            series={[
              { name: say('report.filled'), values: report.byItem.map(({ prefilled }) => prefilled) },
              { name: say('report.waived'), values: report.byItem.map(({ waived }) => waived) },
            ]}
          />
        </Panel>
      </div>
    </>
  );
}
