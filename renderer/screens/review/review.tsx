import { useState } from 'react';
import type { ScreenProps } from '../parts/kiosk-context.ts';
import { CertificateReview } from './certificate-review.tsx';
import { RowsReview } from './rows-review.tsx';
import { SignReview } from './sign-review.tsx';

/** S10: the certificate as it will be printed; or every value once more, and then the signature on a page of its own. */
export function ReviewScreen({ screen }: ScreenProps<'review'>) {
  const [signs, setSigns] = useState(false);
  if (screen.statement) return <CertificateReview screen={screen} statement={screen.statement} />;
  if (signs) return <SignReview screen={screen} onBack={() => setSigns(false)} />;
  return <RowsReview screen={screen} onChecked={() => setSigns(true)} />;
}
