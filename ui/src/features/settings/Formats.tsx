// Language, and how numbers and days are written.
import { applyFormats, useFormats } from '@/app/preferences';
import { formatDay, today } from '@/lib/dates';
import { formatMoney } from '@/lib/money';
import { getLocale, m, setLocale, type Locale } from '@/messages';
import { Select } from '@/parts/Choice';
import { Field } from '@/parts/Field';
import { Card } from '@/parts/States';
import css from './settings.module.css';

const AS_LANGUAGE = 'language';

export function Formats() {
  const chosen = useFormats();
  const example = `${formatMoney({ minor: -123_456, currency: 'BRL' })}   ${formatDay(today())}`;
  return (
    <Card title={m.settings_formats()}>
      <div className={css.grid}>
        <Field label={m.settings_language()}>
          {({ id }) => (
            <Select
              id={id}
              value={getLocale()}
              options={[
                { value: 'pt-BR', label: 'Português (Brasil)' },
                { value: 'en', label: 'English' },
              ]}
              onChange={locale => void setLocale(locale as Locale)}
            />
          )}
        </Field>
        <Field label={m.settings_numbers()}>
          {({ id }) => (
            <Select
              id={id}
              value={chosen.numbers ?? AS_LANGUAGE}
              options={[
                { value: AS_LANGUAGE, label: m.settings_as_language() },
                { value: 'pt-BR', label: '1.234,56' },
                { value: 'en', label: '1,234.56' },
                { value: 'fr', label: '1 234,56' },
              ]}
              onChange={numbers =>
                applyFormats({ ...chosen, numbers: numbers === AS_LANGUAGE ? undefined : numbers })
              }
            />
          )}
        </Field>
        <Field label={m.settings_dates()}>
          {({ id }) => (
            <Select
              id={id}
              value={chosen.dates ?? AS_LANGUAGE}
              options={[
                { value: AS_LANGUAGE, label: m.settings_as_language() },
                { value: 'dmy', label: m.settings_dates_dmy() },
                { value: 'mdy', label: m.settings_dates_mdy() },
                { value: 'ymd', label: m.settings_dates_ymd() },
              ]}
              onChange={dates =>
                applyFormats({
                  ...chosen,
                  dates: dates === 'dmy' || dates === 'mdy' || dates === 'ymd' ? dates : undefined,
                })
              }
            />
          )}
        </Field>
      </div>
      <p className={css.about}>{m.settings_example({ example })}</p>
    </Card>
  );
}
