// Shapes of the operations this screen names often.
import type { Input as InputOf } from '@/api/client';

export type { DryRunRow } from '@/api/generated';
export type Input = Omit<InputOf<'rule.dry_run'>, 'scope' | 'limit' | 'offset'>;
