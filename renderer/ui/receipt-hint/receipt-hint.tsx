import '../base.ts';
import './receipt-hint.css';

export interface ReceiptHintProps {
  /** What the picture shows; without it the words beside it are enough. */
  readonly label?: string | undefined;
}

/** Where the receipt comes out: the slip runs out of the slot and waits to be taken. Still under reduced motion. */
export function ReceiptHint({ label }: ReceiptHintProps) {
  const spoken = label === undefined ? ({ 'aria-hidden': true } as const) : ({ role: 'img', 'aria-label': label } as const);
  return (
    <svg className="ui-receipt-hint" viewBox="0 0 480 480" {...spoken}>
      <rect className="ui-receipt-hint-case" x="40" y="24" width="400" height="132" rx="28" />
      <rect className="ui-receipt-hint-lamp" x="356" y="60" width="48" height="12" rx="6" />
      <rect className="ui-receipt-hint-slot" x="92" y="104" width="296" height="28" rx="14" />
      <svg x="112" y="118" width="256" height="344" viewBox="0 0 256 344">
        <g className="ui-receipt-hint-slip">
          <path className="ui-receipt-hint-sheet" d="M0 0h256v324l-32-16-32 16-32-16-32 16-32-16-32 16-32-16-32 16z" />
          <path className="ui-receipt-hint-title" d="M84 52h88" />
          <path className="ui-receipt-hint-lines" d="M36 100h184M36 136h132M36 172h160" />
          <path className="ui-receipt-hint-code" d="M92 204h72v72H92zM108 220h16v16h-16zM132 220h16v16h-16zM108 244h16v16h-16z" />
        </g>
      </svg>
    </svg>
  );
}
