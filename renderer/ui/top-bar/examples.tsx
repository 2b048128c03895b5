import { Button } from '../button/button.tsx';
import { doNothing, type ExampleSet, type Say } from '../example.ts';
import { TopBar } from './top-bar.tsx';

/** The top bar as the screens fill it; the frame's examples stand on it too. */
export function ExampleTopBar({ say, isOffline = false }: { readonly say: Say; readonly isOffline?: boolean }) {
  return (
    <TopBar
      place={say('即墨蓝村 · 政务自助E站', 'Jimo Lancun · E-Station')}
      time="14:26"
      network={
        isOffline
          ? { state: 'offline', label: say('断网，部分可办', 'Offline, some services') }
          : { state: 'online', label: say('联网正常', 'Online') }
      }
      extra={
        <>
          <Button kind="plain" onPress={doNothing}>
            {say('English', '中文')}
          </Button>
          <Button kind="plain" onPress={doNothing}>
            {say('长者', 'Large')}
          </Button>
          <Button kind="plain" onPress={doNothing}>
            {say('高对比', 'Contrast')}
          </Button>
        </>
      }
    />
  );
}

export const topBarExamples: ExampleSet = {
  component: 'top-bar',
  examples: [
    { name: 'online', Show: ({ say }) => <ExampleTopBar say={say} /> },
    { name: 'offline', Show: ({ say }) => <ExampleTopBar say={say} isOffline /> },
    {
      name: 'bare',
      Show: ({ say }) => (
        <TopBar
          place={say('平度南京路', 'Pingdu Nanjing Road')}
          time="09:05"
          network={{ state: 'online', label: say('联网正常', 'Online') }}
        />
      ),
    },
  ],
};
