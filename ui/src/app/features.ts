// Every screen, in the order of the sidebar. A screen is loaded when it is first visited.
import {
  Bell,
  ChartColumn,
  CircleCheckBig,
  Coins,
  Flag,
  GitCompareArrows,
  History,
  Landmark,
  LayoutDashboard,
  List,
  ListFilter,
  PiggyBank,
  Settings,
  Tags,
  Target,
  Upload,
  Users,
  type LucideIcon,
} from 'lucide-react';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { m } from '@/messages';

export interface Feature {
  /** Route, and the word in the address. */
  path: string;
  title: () => string;
  icon: LucideIcon;
  /** Where it stands in the sidebar; `null` keeps it out. */
  group: 'main' | 'plan' | 'manage' | null;
  /** `g` and this letter go there. */
  key?: string;
  screen: LazyExoticComponent<ComponentType>;
}

type Load = () => Promise<{ default: ComponentType }>;

export function feature(
  path: string,
  group: Feature['group'],
  icon: LucideIcon,
  title: () => string,
  load: Load,
  key?: string,
): Feature {
  return { path, group, icon, title, screen: lazy(load), ...(key ? { key } : {}) };
}

/** Screens that are there to change the book, and nothing for who may only read it. */
const FOR_WRITERS: ReadonlySet<string> = new Set(['import', 'review']);

/** The screens that are of use. */
export function featuresFor(readsOnly: boolean): readonly Feature[] {
  return readsOnly ? FEATURES.filter(({ path }) => !FOR_WRITERS.has(path)) : FEATURES;
}

export const FEATURES: readonly Feature[] = [
  feature(
    'overview',
    'main',
    LayoutDashboard,
    () => m.overview_title(),
    () => import('@/features/overview/Overview'),
    'o',
  ),
  feature(
    'accounts',
    'main',
    Landmark,
    () => m.accounts_title(),
    () => import('@/features/accounts/Accounts'),
    'a',
  ),
  feature(
    'register',
    'main',
    List,
    () => m.register_title(),
    () => import('@/features/register/Register'),
    't',
  ),
  feature(
    'import',
    'main',
    Upload,
    () => m.import_title(),
    () => import('@/features/import/Import'),
    'i',
  ),
  feature(
    'review',
    'main',
    CircleCheckBig,
    () => m.review_title(),
    () => import('@/features/review/Review'),
    'v',
  ),
  feature(
    'budgets',
    'plan',
    PiggyBank,
    () => m.budgets_title(),
    () => import('@/features/budgets/Budgets'),
    'b',
  ),
  feature(
    'goals',
    'plan',
    Target,
    () => m.goals_title(),
    () => import('@/features/goals/Goals'),
    'm',
  ),
  feature(
    'reports',
    'plan',
    ChartColumn,
    () => m.reports_title(),
    () => import('@/features/reports/Reports'),
    'p',
  ),
  feature(
    'rules',
    'manage',
    ListFilter,
    () => m.rules_title(),
    () => import('@/features/rules/Rules'),
    'u',
  ),
  feature(
    'categories',
    'manage',
    Tags,
    () => m.categories_title(),
    () => import('@/features/categories/Categories'),
    'c',
  ),
  feature(
    'payees',
    'manage',
    Users,
    () => m.payees_title(),
    () => import('@/features/payees/Payees'),
    'y',
  ),
  feature(
    'currencies',
    'manage',
    Coins,
    () => m.currencies_title(),
    () => import('@/features/currencies/Currencies'),
    'x',
  ),
  feature(
    'history',
    'manage',
    History,
    () => m.history_title(),
    () => import('@/features/history/History'),
    'h',
  ),
  feature(
    'settings',
    'manage',
    Settings,
    () => m.settings_title(),
    () => import('@/features/settings/Settings'),
    's',
  ),
  feature(
    'conflicts',
    null,
    GitCompareArrows,
    () => m.sync_conflicts(),
    () => import('@/features/sync/Conflicts'),
  ),
  feature(
    'notices',
    null,
    Bell,
    () => m.sync_notices(),
    () => import('@/features/sync/Notices'),
  ),
  feature(
    'start',
    null,
    Flag,
    () => m.welcome_start(),
    () => import('@/features/welcome/FirstSteps'),
  ),
];
