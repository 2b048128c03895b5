import type { Visitor } from '../visitor.ts';

/** From home to the review of a filled-in registration, touched as a person would: the first choice of each, the phone typed. */
export async function fillIn(visitor: Visitor): Promise<void> {
  await visitor.touchesText(/灵活就业参保登记/);
  await visitor.sees('item');
  await visitor.picture('item');
  await visitor.touches('screens:item.buttonBegin');
  let { page } = await visitor.sees('form');
  for (;;) {
    const form = await visitor.sees('form', (screen) => screen.page === page);
    for (const { field, value } of form.fields) {
      if (field.type === 'choice') await visitor.touchesText(field.options[0]?.label['zh-CN'] ?? '');
      else if (field.type === 'phone' && value === '') await typePhone(visitor);
    }
    await visitor.picture(`form-${page}`);
    await visitor.touches('common:bar.buttonNext');
    const next = await visitor.seesView(
      'the next page',
      ({ screen }) => screen.name === 'review' || (screen.name === 'form' && screen.page !== page),
    );
    if (next.screen.name !== 'form') break;
    page = next.screen.page;
  }
  await visitor.sees('review', ({ signature }) => signature === 'missing');
  await visitor.picture('review');
}

/** From the review to the submitted act. */
export async function signAndSubmit(visitor: Visitor): Promise<void> {
  await visitor.touches('screens:review.buttonToSign');
  await visitor.signs();
  const { offline } = await visitor.sees('review', ({ signature }) => signature === 'given');
  await visitor.picture('review-signed');
  await visitor.touches(offline ? 'screens:review.buttonStore' : 'screens:review.buttonSubmit');
}

/** Where the centre cannot tell the phone, the person types it. */
async function typePhone(visitor: Visitor): Promise<void> {
  await visitor.page.getByRole('textbox').first().click();
  await visitor.page.keyboard.type('13912346027');
  // While the keyboard is docked, the field has the page to itself; the same button leads on.
  await visitor.touches('form:buttonNextField');
}
