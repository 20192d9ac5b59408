// Settings: sections beside each other, the chosen one in the address.
import { go, useAddress } from '@/app/address';
import { SyncSettings } from '@/features/sync/SyncSettings';
import { m } from '@/messages';
import { PageHeader } from '@/parts/States';
import { Tabs } from '@/parts/Tabs';
import { Appearance } from './Appearance';
import { Backups } from './Backups';
import { Categoriser } from './Categoriser';
import { Diagnostics } from './Diagnostics';
import { Export } from './Export';
import { Formats } from './Formats';
import { Security } from './Security';
import css from './settings.module.css';
import { Shortcuts } from './Shortcuts';

const SECTIONS = [
  { value: 'appearance', label: () => m.settings_appearance(), Section: Appearance },
  { value: 'formats', label: () => m.settings_formats(), Section: Formats },
  { value: 'categoriser', label: () => m.settings_categoriser(), Section: Categoriser },
  { value: 'backups', label: () => m.settings_backups(), Section: Backups },
  { value: 'export', label: () => m.settings_export(), Section: Export },
  { value: 'security', label: () => m.settings_security(), Section: Security },
  { value: 'sync', label: () => m.sync_title(), Section: SyncSettings },
  { value: 'diagnostics', label: () => m.settings_diagnostics(), Section: Diagnostics },
  { value: 'shortcuts', label: () => m.settings_shortcuts(), Section: Shortcuts },
] as const;

export default function Settings() {
  const { params } = useAddress();
  const chosen = SECTIONS.find(one => one.value === params['section']) ?? SECTIONS[0];
  return (
    <>
      <PageHeader title={m.settings_title()} />
      <div className={css.page}>
        <Tabs
          label={m.settings_title()}
          value={chosen.value}
          onChange={section => go('settings', { section }, { replace: true })}
          tabs={SECTIONS.map(one => ({ value: one.value, label: one.label() }))}
        >
          <div className={css.section}>
            <chosen.Section />
          </div>
        </Tabs>
      </div>
    </>
  );
}
