import { Banner } from '#renderer/ui/banner/banner.tsx';
import { usePlace } from './router.tsx';
import { changeLanguage, useLanguage, useSay, useWord } from './strings.tsx';
import { Plain } from './controls.tsx';

/** What somebody sees who is not signed in: one way on, and why they are here. */
export function SignedOut() {
  const say = useSay();
  const word = useWord();
  const language = useLanguage();
  const { query } = usePlace();
  const reason = query.get('reason');
  const again = reason === null ? '' : '?again=1';
  return (
    <main className="signed-out">
      <section className="panel">
        <p className="brand-dark">{say('nav.brand')}</p>
        <h1>{say('signedOut.title')}</h1>
        <p>{say('signedOut.lead')}</p>
        {reason !== null && (
          <Banner kind={reason === 'left' ? 'ok' : 'attention'} title={word('signedOutTitle', reason)}>
            {word('signedOutNote', reason)}
          </Banner>
        )}
        <div className="row">
          {reason !== 'not-configured' && (
            <a className="button button-main" href={`/console/sign-in${again}`}>
              {say('signedOut.buttonSignIn')}
            </a>
          )}
          <Plain icon="language" onPress={() => changeLanguage(language === 'en' ? 'zh-CN' : 'en')}>
            {say('nav.buttonOtherLanguage')}
          </Plain>
        </div>
      </section>
    </main>
  );
}
