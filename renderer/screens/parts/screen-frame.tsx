import type { ReactNode } from 'react';
import { useTexts } from '../../strings/use-texts.ts';
import { ActionBar } from '../../ui/action-bar/action-bar.tsx';
import { Button } from '../../ui/button/button.tsx';
import type { IconName } from '../../ui/icon/icon.tsx';
import { Frame } from '../../ui/frame/frame.tsx';
import { Stepper } from '../../ui/stepper/stepper.tsx';
import { useKiosk } from './kiosk-context.ts';
import { Paged, usePaging, type Paging } from './paged.tsx';
import { KioskTopBar } from './kiosk-top-bar.tsx';

export type Tool = 'back' | 'help' | 'leave';

export interface ScreenFrameProps {
  readonly title: string;
  readonly lead?: string | undefined;
  /** What must be known on this screen, above everything else. */
  readonly banner?: ReactNode;
  /** Each child is a block of a page: blocks that do not fit go on to a next page. */
  readonly children: ReactNode;
  readonly hero?: ReactNode;
  /** Docked above the action bar: the keyboard. */
  readonly docked?: ReactNode;
  /** The one next step, always at the same place. */
  readonly primary?: ReactNode;
  /** Ways out; all three unless a screen has fewer. */
  readonly tools?: readonly Tool[];
  /** Where 返回 leads, when it stays within this screen. */
  readonly onBack?: () => void;
  /** A way out that only this screen has. */
  readonly extraTool?: ReactNode;
  /** Little on the screen: it stands in the middle, nearer to the hand. */
  readonly isSparse?: boolean;
}

const toolIcons: Readonly<Record<Tool, IconName>> = { back: 'back', help: 'help', leave: 'leave' };

/** The fixed frame: where I am and is it working, what I do, the ways out. Each screen fills only the middle. */
export function ScreenFrame({
  title,
  lead,
  banner,
  children,
  hero,
  docked,
  primary,
  tools,
  onBack,
  extraTool,
  isSparse = false,
}: ScreenFrameProps) {
  const t = useTexts();
  const { view } = useKiosk();
  const steps = view.session?.steps;
  const paging = usePaging();
  const hasMore = paging.current < paging.total - 1;
  return (
    <Frame
      top={<KioskTopBar />}
      title={title}
      lead={lead}
      hero={hero}
      docked={docked && <section aria-label={t('common:keyboard.label')}>{docked}</section>}
      steps={steps && <Stepper current={steps.current} total={steps.total} label={t('common:steps.label', steps)} />}
      bar={
        <ActionBar
          tools={<Tools tools={tools ?? allTools} onBack={onBack} extra={extraTool} />}
          primary={primary !== undefined && hasMore ? <NextPage paging={paging} /> : primary}
        />
      }
    >
      <div className="middle">
        {banner !== undefined && <div>{banner}</div>}
        <Paged paging={paging} isSparse={isSparse}>
          {children}
        </Paged>
      </div>
    </Frame>
  );
}

/** The one next step is taken only when all of the screen has been seen. */
function NextPage({ paging }: { readonly paging: Paging }) {
  const t = useTexts();
  return (
    <Button kind="quiet" onPress={() => paging.turn(1)}>
      {t('common:pages.buttonNext')}
    </Button>
  );
}

const allTools: readonly Tool[] = ['back', 'help', 'leave'];

interface ToolsProps {
  readonly tools: readonly Tool[];
  readonly onBack: (() => void) | undefined;
  readonly extra: ReactNode;
}

function Tools({ tools, onBack, extra }: ToolsProps) {
  const t = useTexts();
  const { intend } = useKiosk();
  const words: Readonly<Record<Tool, string>> = {
    back: t('common:bar.buttonBack'),
    help: t('common:bar.buttonHelp'),
    leave: t('common:bar.buttonLeave'),
  };
  const press = (tool: Tool): void => (tool === 'back' && onBack ? onBack() : intend({ type: tool }));
  return (
    <>
      {tools.map((tool) => (
        <Button key={tool} kind="tool" icon={toolIcons[tool]} onPress={() => press(tool)}>
          {words[tool]}
        </Button>
      ))}
      {extra}
    </>
  );
}
