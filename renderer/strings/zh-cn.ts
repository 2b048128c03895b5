import common from '../../assets/locales/zh-CN/common.json' with { type: 'json' };
import errors from '../../assets/locales/zh-CN/errors.json' with { type: 'json' };
import form from '../../assets/locales/zh-CN/form.json' with { type: 'json' };
import screens from '../../assets/locales/zh-CN/screens.json' with { type: 'json' };

/** The source language: always in the first bundle, so that the first paint has its words. */
export const zhCn = { common, errors, form, screens };
