import common from '../../assets/locales/en/common.json' with { type: 'json' };
import errors from '../../assets/locales/en/errors.json' with { type: 'json' };
import form from '../../assets/locales/en/form.json' with { type: 'json' };
import screens from '../../assets/locales/en/screens.json' with { type: 'json' };

/** Its own chunk, fetched after the first paint. */
export const en = { common, errors, form, screens };
