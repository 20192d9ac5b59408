// Light, dark, or what the system says.
import { setTheme, useTheme, type Theme } from '@/app/preferences';
import { m } from '@/messages';
import { Select } from '@/parts/Choice';
import { Field } from '@/parts/Field';
import { Card } from '@/parts/States';

export function Appearance() {
  const theme = useTheme();
  return (
    <Card title={m.settings_appearance()}>
      <Field label={m.settings_theme()} hint={m.settings_theme_hint()}>
        {({ id }) => (
          <Select
            id={id}
            value={theme}
            options={[
              { value: 'system', label: m.settings_theme_system() },
              { value: 'light', label: m.settings_theme_light() },
              { value: 'dark', label: m.settings_theme_dark() },
            ]}
            onChange={next => setTheme(next as Theme)}
          />
        )}
      </Field>
    </Card>
  );
}
