import '../base.ts';
import './stepper.css';

export interface StepperProps {
  /** 1..total. */
  readonly current: number;
  readonly total: number;
  /** Says both numbers: 第 2 步，共 4 步. */
  readonly label: string;
}

/** How far the person is; the words say all of it, the marks only draw it. */
export function Stepper({ current, total, label }: StepperProps) {
  return (
    <div className="ui-stepper">
      <span className="ui-stepper-marks" aria-hidden="true">
        {Array.from({ length: total }, (_, index) => (
          <i className={markClass(index + 1, current)} key={index} />
        ))}
      </span>
      <span>{label}</span>
    </div>
  );
}

function markClass(step: number, current: number): string {
  if (step === current) return 'ui-stepper-mark ui-stepper-now';
  return step < current ? 'ui-stepper-mark ui-stepper-done' : 'ui-stepper-mark';
}
