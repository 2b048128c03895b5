import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Dialog } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import type { PrintedMatter } from '#contracts/dev-dock/state.ts';
import { Button } from '../ui/button/button.tsx';
import { Card } from '../ui/card/card.tsx';
import { useDock } from './dock-context.ts';
import { Picture } from './picture.tsx';
import './printed.css';
import { fill } from './texts.ts';
import { timeOf } from './time.ts';

/** Receipts and A4 sheets as pictures, newest first; one can be looked at closely. */
export function Printed() {
  const { state, texts } = useDock();
  const [enlarged, setEnlarged] = useState<PrintedMatter>();
  const words = texts.printed;
  const count = <small className="dock-aside">{fill(words.noteCount, { n: state.printed.length })}</small>;
  return (
    <Card title={words.titlePrinted} aside={state.printed.length > 0 && count}>
      {state.printed.length === 0 ? (
        <p className="dock-note">{words.noteEmpty}</p>
      ) : (
        <ul className="dock-printed">
          {state.printed.map((matter) => (
            <li key={matter.name}>
              <Thumb matter={matter} onEnlarge={setEnlarged} />
            </li>
          ))}
        </ul>
      )}
      {enlarged && <Close matter={enlarged} onClose={() => setEnlarged(undefined)} />}
    </Card>
  );
}

function Thumb({ matter, onEnlarge }: { readonly matter: PrintedMatter; readonly onEnlarge: (matter: PrintedMatter) => void }) {
  const { texts, language } = useDock();
  const kind = texts.printed.kinds[matter.kind];
  const time = timeOf(matter.at, language);
  return (
    <AriaButton className={`dock-sheet dock-sheet-${matter.kind}`} onPress={() => onEnlarge(matter)}>
      <span className="dock-sheet-picture">
        <Picture src={`./printed/${matter.name}`} alt="" missing={texts.printed.noteMissing} />
      </span>
      <span className="dock-sheet-kind">{kind}</span>
      <time className="dock-sheet-time">{time}</time>
      <span className="ui-hidden">{texts.printed.buttonEnlarge}</span>
    </AriaButton>
  );
}

function Close({ matter, onClose }: { readonly matter: PrintedMatter; readonly onClose: () => void }) {
  const { texts } = useDock();
  const kind = texts.printed.kinds[matter.kind];
  return (
    <ModalOverlay className="dock-scrim" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="dock-close-up">
        <Dialog aria-label={kind}>
          <div className="dock-close-up-bar">
            <Button kind="plain" icon="cross" onPress={onClose}>
              {texts.page.buttonClose}
            </Button>
          </div>
          <div className="dock-close-up-sheet">
            <Picture src={`./printed/${matter.name}`} alt={kind} missing={texts.printed.noteMissing} />
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
