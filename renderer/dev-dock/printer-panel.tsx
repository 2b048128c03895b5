import { printerFaultsNow, printerFaultsWaiting } from '#contracts/dev-dock/actions.ts';
import { Button } from '../ui/button/button.tsx';
import { Card } from '../ui/card/card.tsx';
import { Tag } from '../ui/tag/tag.tsx';
import { Fact, Facts, List } from './controls.tsx';
import { useDock } from './dock-context.ts';
import { fill } from './texts.ts';

/** The simulated receipt printer: its mechanism, its cable, its faults, and what it refused to understand. */
export function PrinterPanel() {
  const { state, texts, send } = useDock();
  const { plugged, faults, paper, cover, cutter, answers, paperMm } = state.printer;
  const words = texts.printer;
  const groups = [
    { label: words.groupNow, values: printerFaultsNow },
    { label: words.groupWaiting, values: printerFaultsWaiting },
  ];
  return (
    <Card title={words.titlePrinter} aside={<PrinterTag />}>
      <div className="dock-stack">
        <Facts>
          <Fact label={words.labelPaper}>{words.paper[paper]}</Fact>
          <Fact label={words.labelCover}>{words.cover[cover]}</Fact>
          <Fact label={words.labelCutter}>{words.cutter[cutter]}</Fact>
          <Fact label={words.labelAnswers}>{words.answers[answers]}</Fact>
          <Fact label={words.labelUsed}>{fill(words.noteUsed, { mm: paperMm })}</Fact>
        </Facts>
        <List
          label={words.labelFault}
          emptyLabel={words.optionChoose}
          groups={groups}
          labels={words.faults}
          value=""
          onChange={(fault) => fault !== '' && send({ do: 'printerFault', fault })}
        />
        {faults.length > 0 && (
          <ul className="dock-tags" aria-label={words.labelOn}>
            {faults.map((fault) => (
              <li key={fault}>
                <Tag kind="wait">{words.faults[fault]}</Tag>
              </li>
            ))}
          </ul>
        )}
        <div className="dock-buttons">
          <Button kind="plain" icon="wrench" onPress={() => send({ do: 'printerFault', fault: null })}>
            {words.buttonRepair}
          </Button>
          <Button kind="plain" onPress={() => send({ do: 'cable', device: 'printer', plugged: !plugged })}>
            {plugged ? texts.reader.buttonUnplug : texts.reader.buttonPlug}
          </Button>
        </div>
        <Refusals />
      </div>
    </Card>
  );
}

function PrinterTag() {
  const { state, texts } = useDock();
  const { plugged, faults } = state.printer;
  if (!plugged) return <Tag kind="stop">{texts.printer.stateUnplugged}</Tag>;
  if (faults.length > 0) return <Tag kind="wait">{texts.printer.stateFault}</Tag>;
  return <Tag kind="ok">{texts.printer.stateFine}</Tag>;
}

function Refusals() {
  const { state, texts } = useDock();
  const { refusals } = state.printer;
  if (refusals.length === 0) {
    return (
      <p className="dock-note">
        {texts.printer.noteStrict} {texts.printer.noteNoRefusals}
      </p>
    );
  }
  return (
    <div className="dock-refusals">
      <h3>{texts.printer.titleRefusals}</h3>
      <ul>
        {[...new Set(refusals)].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
