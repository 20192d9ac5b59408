// Texts in the person's language. Made by Paraglide from `ui/messages`; a message file per feature and language.
import { getLocale, locales, setLocale } from './generated/runtime.js';

export { m } from './generated/messages.js';
export { getLocale, locales, setLocale };
export type Locale = (typeof locales)[number];
