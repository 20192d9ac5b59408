// Kinds of account in the person's words.
import { m } from '@/messages';

export function kindOptions(): { value: string; label: string }[] {
  return [
    { value: 'checking', label: m.import_kind_checking() },
    { value: 'savings', label: m.import_kind_savings() },
    { value: 'credit_card', label: m.import_kind_credit_card() },
    { value: 'cash', label: m.import_kind_cash() },
    { value: 'investment', label: m.import_kind_investment() },
    { value: 'loan', label: m.import_kind_loan() },
    { value: 'other_asset', label: m.import_kind_other_asset() },
  ];
}
