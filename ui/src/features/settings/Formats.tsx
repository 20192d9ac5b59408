// Language, how numbers and days are written, and where weeks and months begin.
import { applyFormats, useFormats, type FormatChoice } from '@/app/preferences';
import { presetPeriod, type Period } from '@/features/reports/period';
import { formatDay, today } from '@/lib/dates';
import { formats } from '@/lib/formats';
import { formatMoney } from '@/lib/money';
import { getLocale, m, setLocale, type Locale } from '@/messages';
import { Select, type Option } from '@/parts/Choice';
import { Field } from '@/parts/Field';
import { Card } from '@/parts/States';
import css from './settings.module.css';

const AS_LANGUAGE = 'language';

const DATES = { dmy: m.settings_dates_dmy, mdy: m.settings_dates_mdy, ymd: m.settings_dates_ymd };
const WEEKS = { 0: m.settings_week_0, 1: m.settings_week_1, 6: m.settings_week_6 };
const MONTH_DAYS = Array.from({ length: 28 }, (_, index) => String(index + 1));

interface ChoiceProps {
  label: string;
  hint?: string;
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
}

function Choice({ label, hint, value, options, onChange }: ChoiceProps) {
  return (
    <Field label={label} hint={hint}>
      {({ id }) => <Select id={id} value={value} options={options} onChange={onChange} />}
    </Field>
  );
}

export function Formats() {
  const chosen = useFormats();
  const put = (change: FormatChoice) => applyFormats({ ...chosen, ...change });
  const asLanguage = { value: AS_LANGUAGE, label: m.settings_as_language() };
  return (
    <Card title={m.settings_formats()}>
      <p className={css.about}>{m.settings_formats_about()}</p>
      <div className={css.pairs}>
        <Choice
          label={m.settings_language()}
          value={getLocale()}
          options={[
            { value: 'pt-BR', label: 'Português (Brasil)' },
            { value: 'en', label: 'English' },
          ]}
          onChange={locale => void setLocale(locale as Locale)}
        />
        <Choice
          label={m.settings_numbers()}
          value={chosen.numbers ?? AS_LANGUAGE}
          options={[
            asLanguage,
            { value: 'pt-BR', label: '1.234,56' },
            { value: 'en', label: '1,234.56' },
            { value: 'fr', label: '1 234,56' },
          ]}
          onChange={numbers => put({ numbers: numbers === AS_LANGUAGE ? undefined : numbers })}
        />
        <Choice
          label={m.settings_dates()}
          value={chosen.dates ?? AS_LANGUAGE}
          options={[asLanguage, ...Object.entries(DATES).map(([value, name]) => ({ value, label: name() }))]}
          onChange={dates => put({ dates: dates in DATES ? (dates as keyof typeof DATES) : undefined })}
        />
        <Choice
          label={m.settings_week()}
          value={String(formats().week)}
          options={Object.entries(WEEKS).map(([value, name]) => ({ value, label: name() }))}
          onChange={week => put({ week: Number(week) as keyof typeof WEEKS })}
        />
        <Choice
          label={m.settings_month()}
          value={String(formats().month)}
          options={MONTH_DAYS.map(value => ({ value, label: value }))}
          onChange={month => put({ month: Number(month) })}
        />
      </div>
      <p className={css.about}>{m.settings_month_hint()}</p>
      <Example />
    </Card>
  );
}

/** What the choices come to, with today's days. */
function Example() {
  const now = today();
  const span = (period: Period) =>
    m.settings_span({ from: formatDay(period.from), to: formatDay(period.to) });
  const lines = [
    [m.settings_example_numbers(), formatMoney({ minor: -123_456, currency: 'BRL' })],
    [m.settings_example_dates(), formatDay(now)],
    [m.settings_example_week(), span(presetPeriod('this_week', now))],
    [m.settings_example_month(), span(presetPeriod('this_month', now))],
  ];
  return (
    <section className={css.sample} aria-label={m.settings_example_title()}>
      <h3>{m.settings_example_title()}</h3>
      <dl className={css.keys}>
        {lines.map(([name, text]) => (
          <div key={name} className={css.line}>
            <dt>{name}</dt>
            <dd className="number">{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
