import { Component, type ReactNode } from 'react';
import type { KioskBridge } from '#contracts/ipc/api.ts';
import { reportError, reportFault } from './fault-reports.ts';
import { Waiting } from './waiting.tsx';

interface Props {
  readonly bridge: KioskBridge;
  readonly children: ReactNode;
}

const delays = { reloadMs: 4_000 };

/**
 * The last net: a screen that cannot be drawn becomes a calm page that opens itself again. What was under way is at the host,
 * so nothing but the drawing is lost.
 */
export class ErrorBoundary extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false };
  private timer: ReturnType<typeof setTimeout> | undefined;

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override componentDidCatch(error: unknown): void {
    reportError(this.props.bridge, 'error', error);
    this.timer = setTimeout(this.reload, delays.reloadMs);
  }

  override componentWillUnmount(): void {
    clearTimeout(this.timer);
  }

  private readonly reload = (): void => {
    reportFault(this.props.bridge, 'reloaded', 'error-boundary');
    window.location.reload();
  };

  override render(): ReactNode {
    return this.state.broken ? <Waiting reason="reload" onReload={this.reload} /> : this.props.children;
  }
}
