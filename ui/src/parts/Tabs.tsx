// Tabs within a screen.
import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import css from './surfaces.module.css';

export interface TabsProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  tabs: readonly { value: string; label: ReactNode }[];
  children: ReactNode;
}

/** The panel of the chosen tab is what stands between. */
export function Tabs({ label, value, onChange, tabs, children }: TabsProps) {
  return (
    <Base.Root value={value} onValueChange={next => onChange(String(next))}>
      <Base.List className={css.tabs} aria-label={label}>
        {tabs.map(tab => (
          <Base.Tab key={tab.value} value={tab.value} className={css.tab}>
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      <Base.Panel value={value} tabIndex={-1}>
        {children}
      </Base.Panel>
    </Base.Root>
  );
}
