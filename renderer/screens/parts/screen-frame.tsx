import type { ReactNode } from 'react';
import { useTexts } from '../../strings/use-texts.ts';
import { ActionBar } from '../../ui/action-bar/action-bar.tsx';
import { Button } from '../../ui/button/button.tsx';
import type { IconName } from '../../ui/icon/icon.tsx';
import { Frame } from '../../ui/frame/frame.tsx';
import { Stepper } from '../../ui/stepper/stepper.tsx';
import { useKiosk } from './kiosk-context.ts';
import { KioskTopBar } from './kiosk-top-bar.tsx';

export type Tool = 'back' | 'help' | 'leave';

export interface ScreenFrameProps {
  readonly title: string;
  readonly lead?: string | undefined;
  readonly children: ReactNode;
  readonly hero?: ReactNode;
  /** Docked above the action bar: the keyboard. */
  readonly docked?: ReactNode;
  /** The one next step, always at the same place. */
  readonly primary?: ReactNode;
  /** Ways out; all three unless a screen has fewer. */
  readonly tools?: readonly Tool[];
  /** A way out that only this screen has. */
  readonly extraTool?: ReactNode;
}

const toolIcons: Readonly<Record<Tool, IconName>> = { back: 'back', help: 'help', leave: 'leave' };

/** The fixed frame: where I am and is it working, what I do, the ways out. Each screen fills only the middle. */
export function ScreenFrame({ title, lead, children, hero, docked, primary, tools, extraTool }: ScreenFrameProps) {
  const t = useTexts();
  const { view } = useKiosk();
  const steps = view.session?.steps;
  return (
    <Frame
      top={<KioskTopBar />}
      title={title}
      lead={lead}
      hero={hero}
      docked={docked}
      steps={steps && <Stepper current={steps.current} total={steps.total} label={t('common:steps.label', steps)} />}
      bar={<ActionBar tools={<Tools tools={tools ?? allTools} extra={extraTool} />} primary={primary} />}
    >
      <div className="stack">{children}</div>
    </Frame>
  );
}

const allTools: readonly Tool[] = ['back', 'help', 'leave'];

function Tools({ tools, extra }: { readonly tools: readonly Tool[]; readonly extra: ReactNode }) {
  const t = useTexts();
  const { intend } = useKiosk();
  const words: Readonly<Record<Tool, string>> = {
    back: t('common:bar.buttonBack'),
    help: t('common:bar.buttonHelp'),
    leave: t('common:bar.buttonLeave'),
  };
  return (
    <>
      {tools.map((tool) => (
        <Button key={tool} kind="tool" icon={toolIcons[tool]} onPress={() => intend({ type: tool })}>
          {words[tool]}
        </Button>
      ))}
      {extra}
    </>
  );
}
