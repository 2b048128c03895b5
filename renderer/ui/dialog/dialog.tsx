import { useId, type ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import '../base.ts';
import { Icon, type IconName } from '../icon/icon.tsx';
import './dialog.css';

type DialogKind = 'info' | 'fault' | 'idle' | 'confirm';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly kind: DialogKind;
  readonly title: string;
  readonly children: ReactNode;
  /** The ways on: one or two `Button`s. There is always one; a dialog is never closed by touching beside it. */
  readonly actions: ReactNode;
  /** The Escape key (and the keypad's 返回) may close it; without it only the actions do. */
  readonly onClose?: (() => void) | undefined;
}

const signs: Readonly<Record<DialogKind, IconName>> = { info: 'info', fault: 'wrench', idle: 'clock', confirm: 'help' };

/** A question or a message that must be met before anything else: the rest of the screen is out of reach meanwhile. */
export function Dialog({ isOpen, kind, title, children, actions, onClose }: DialogProps) {
  const bodyId = useId();
  return (
    <ModalOverlay
      className="ui-scrim"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose?.();
      }}
      isDismissable={false}
      isKeyboardDismissDisabled={onClose === undefined}
    >
      <Modal className="ui-modal">
        <AriaDialog
          className={`ui-dialog ui-dialog-${kind}`}
          role={kind === 'info' ? 'dialog' : 'alertdialog'}
          aria-describedby={bodyId}
        >
          <div className="ui-dialog-sign">
            <Icon name={signs[kind]} />
          </div>
          <Heading slot="title" level={2} className="ui-dialog-title">
            {title}
          </Heading>
          <div className="ui-dialog-body" id={bodyId}>
            {children}
          </div>
          <div className="ui-dialog-actions">{actions}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
