import type { ComponentType, ReactNode } from 'react';
import type { OverlayView, ScreenName, ScreenOf } from '#contracts/ipc/view.ts';
import { AttractScreen } from '../screens/attract/attract.tsx';
import { ConsentScreen } from '../screens/consent/consent.tsx';
import { EndedScreen } from '../screens/ended/ended.tsx';
import { FaceScreen } from '../screens/face/face.tsx';
import { FormScreen } from '../screens/form/form.tsx';
import { HomeScreen } from '../screens/home/home.tsx';
import { IdentifyScreen } from '../screens/identify/identify.tsx';
import { ItemScreen } from '../screens/item/item.tsx';
import { OtherWayScreen } from '../screens/other-way/other-way.tsx';
import { OutOfServiceScreen } from '../screens/out-of-service/out-of-service.tsx';
import { FaultOverlay } from '../screens/overlays/fault.tsx';
import { HelpOverlay } from '../screens/overlays/help.tsx';
import { IdleOverlay } from '../screens/overlays/idle.tsx';
import { LeaveOverlay } from '../screens/overlays/leave.tsx';
import type { ScreenProps } from '../screens/parts/kiosk-context.ts';
import { ProposalScreen } from '../screens/proposal/proposal.tsx';
import { ProgressScreen } from '../screens/progress/progress.tsx';
import { RateScreen } from '../screens/rate/rate.tsx';
import { ResultScreen } from '../screens/result/result.tsx';
import { ReviewScreen } from '../screens/review/review.tsx';
import { SmsScreen } from '../screens/sms/sms.tsx';
import { StaffScreen } from '../screens/staff/staff.tsx';
import { WorkingScreen } from '../screens/working/working.tsx';

/** Every screen that a view can name; the compiler misses none. */
const screens: { readonly [N in ScreenName]: ComponentType<ScreenProps<N>> } = {
  attract: AttractScreen,
  identify: IdentifyScreen,
  consent: ConsentScreen,
  face: FaceScreen,
  otherWay: OtherWayScreen,
  sms: SmsScreen,
  staff: StaffScreen,
  home: HomeScreen,
  progress: ProgressScreen,
  proposal: ProposalScreen,
  item: ItemScreen,
  form: FormScreen,
  review: ReviewScreen,
  working: WorkingScreen,
  result: ResultScreen,
  rate: RateScreen,
  ended: EndedScreen,
  outOfService: OutOfServiceScreen,
};

/** Keyed by name, so that what a finger began on one screen never shows on the next. */
export function screenOf<N extends ScreenName>(screen: ScreenOf<N>): ReactNode {
  const Screen: ComponentType<ScreenProps<N>> = screens[screen.name as N];
  return <Screen key={screen.name} screen={screen} />;
}

export function overlayOf(overlay: OverlayView): ReactNode {
  switch (overlay.name) {
    case 'idle':
      return <IdleOverlay secondsLeft={overlay.secondsLeft} />;
    case 'fault':
      return <FaultOverlay code={overlay.code} canRetry={overlay.canRetry} />;
    case 'leave':
      return <LeaveOverlay />;
    case 'help':
      return <HelpOverlay />;
  }
}
