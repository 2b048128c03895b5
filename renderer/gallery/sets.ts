import { actionBarExamples } from '../ui/action-bar/examples.tsx';
import { bannerExamples } from '../ui/banner/examples.tsx';
import { buttonExamples } from '../ui/button/examples.tsx';
import { cardHintExamples } from '../ui/card-hint/examples.tsx';
import { cardExamples } from '../ui/card/examples.tsx';
import { choiceExamples } from '../ui/choice/examples.tsx';
import { countdownExamples } from '../ui/countdown/examples.tsx';
import { dataRowsExamples } from '../ui/data-rows/examples.tsx';
import { dialogExamples } from '../ui/dialog/examples.tsx';
import { errorSummaryExamples } from '../ui/error-summary/examples.tsx';
import type { ExampleSet } from '../ui/example.ts';
import { faceOvalExamples } from '../ui/face-oval/examples.tsx';
import { fieldExamples } from '../ui/field/examples.tsx';
import { frameExamples } from '../ui/frame/examples.tsx';
import { heroExamples } from '../ui/hero/examples.tsx';
import { iconExamples } from '../ui/icon/examples.tsx';
import { keyboardExamples } from '../ui/keyboard/examples.tsx';
import { paperPreviewExamples } from '../ui/paper-preview/examples.tsx';
import { progressExamples } from '../ui/progress/examples.tsx';
import { qrExamples } from '../ui/qr/examples.tsx';
import { ratingFacesExamples } from '../ui/rating-faces/examples.tsx';
import { receiptHintExamples } from '../ui/receipt-hint/examples.tsx';
import { signaturePadExamples } from '../ui/signature-pad/examples.tsx';
import { stepperExamples } from '../ui/stepper/examples.tsx';
import { tagExamples } from '../ui/tag/examples.tsx';
import { tileExamples } from '../ui/tile/examples.tsx';
import { timelineExamples } from '../ui/timeline/examples.tsx';
import { topBarExamples } from '../ui/top-bar/examples.tsx';

/** Every component with its examples, in the order of a screen: from the frame inwards. */
export const exampleSets: readonly ExampleSet[] = [
  frameExamples,
  topBarExamples,
  actionBarExamples,
  buttonExamples,
  tileExamples,
  tagExamples,
  iconExamples,
  cardExamples,
  dataRowsExamples,
  timelineExamples,
  stepperExamples,
  progressExamples,
  bannerExamples,
  errorSummaryExamples,
  dialogExamples,
  countdownExamples,
  fieldExamples,
  choiceExamples,
  keyboardExamples,
  signaturePadExamples,
  ratingFacesExamples,
  faceOvalExamples,
  qrExamples,
  paperPreviewExamples,
  heroExamples,
  cardHintExamples,
  receiptHintExamples,
];
