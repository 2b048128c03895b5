import type { HostState } from '#contracts/ipc/api.ts';
import { useTexts } from '../strings/use-texts.ts';
import { Button } from '../ui/button/button.tsx';
import { Hero } from '../ui/hero/hero.tsx';
import { Progress } from '../ui/progress/progress.tsx';

export interface WaitingProps {
  readonly reason: HostState | 'reload';
  readonly onReload?: () => void;
}

const words = {
  starting: { title: 'common:host.titleStarting', note: 'common:host.noteStarting' },
  running: { title: 'common:host.titleStarting', note: 'common:host.noteStarting' },
  restarting: { title: 'common:host.titleRestarting', note: 'common:host.noteRestarting' },
  failed: { title: 'common:host.titleFailed', note: 'common:host.noteFailed' },
  reload: { title: 'common:host.titleReload', note: 'common:host.noteReload' },
} as const;

/** What the page shows by itself, without a view: it knows nothing of the person, so it promises nothing but what is always true. */
export function Waiting({ reason, onReload }: WaitingProps) {
  const t = useTexts();
  const { title, note } = words[reason];
  return (
    <main className="waiting">
      <Hero />
      <div className="waiting-words" aria-live="polite">
        <h1>{t(title)}</h1>
        <p className="lead">{t(note)}</p>
        {reason !== 'failed' && <Progress label={t('common:host.labelProgress')} />}
        {onReload && (
          <Button kind="quiet" icon="refresh" onPress={onReload}>
            {t('common:host.buttonReload')}
          </Button>
        )}
      </div>
    </main>
  );
}
